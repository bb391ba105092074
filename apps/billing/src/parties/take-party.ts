import type { Party } from '@navette/contracts/parties/v1/service';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { PartyRepository } from './party.repository.js';

/** Keeps what documents print of a party, and its terms as it was created with. */
@Injectable()
export class TakeParty {
  constructor(private readonly parties: PartyRepository) {}

  async execute(tx: Tx, party: Party, version: number): Promise<void> {
    await this.parties.save(tx, party, version);
    if (party.billingTerms !== undefined) await this.parties.saveTerms(tx, party.id, party.billingTerms, version);
    tx.audit('party', party.id);
  }
}
