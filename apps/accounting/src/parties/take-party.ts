import type { PartiesImported } from '@navette/contracts/parties/v1/events';
import type { Party } from '@navette/contracts/parties/v1/service';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { PartyRepository } from './party.repository.js';

/** Keeps what the FEC prints of a customer: its name. */
@Injectable()
export class TakeParty {
  constructor(private readonly parties: PartyRepository) {}

  async execute(tx: Tx, party: Party, version: number): Promise<void> {
    await this.parties.save(tx, [party], version);
    tx.audit('party', party.id);
  }

  async imported(tx: Tx, { importId, parties }: PartiesImported): Promise<void> {
    await this.parties.save(tx, parties, 1);
    tx.audit('party-import', importId);
  }
}
