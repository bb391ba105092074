import type { PartiesImported } from '@navette/contracts/parties/v1/events';
import type { Party } from '@navette/contracts/parties/v1/service';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { PartyRepository } from './party.repository.js';

/** Keeps what documents print of a party, and its terms as it was created with. */
@Injectable()
export class TakeParty {
  constructor(private readonly parties: PartyRepository) {}

  async execute(tx: Tx, party: Party, version: number): Promise<void> {
    await this.#keep(tx, [party], version);
    tx.audit('party', party.id);
  }

  async imported(tx: Tx, { importId, parties }: PartiesImported): Promise<void> {
    await this.#keep(tx, parties, 1);
    tx.audit('party-import', importId);
  }

  async #keep(tx: Tx, parties: readonly Party[], version: number): Promise<void> {
    await this.parties.save(tx, parties, version);
    const terms = parties.flatMap(({ id, billingTerms }) => (billingTerms ? [{ id, terms: billingTerms }] : []));
    await this.parties.saveTerms(tx, terms, version);
  }
}
