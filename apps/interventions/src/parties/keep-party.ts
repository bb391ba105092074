import type { PartyCreated } from '@navette/contracts/parties/v1/events';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { PartyRefRepository } from './party-ref.repository.js';

/** Keeps what a file asks of a party: its kinds. Names and addresses stay in parties. */
@Injectable()
export class KeepParty {
  constructor(private readonly parties: PartyRefRepository) {}

  async execute(tx: Tx, { party }: PartyCreated, version: number): Promise<void> {
    if (party === undefined) throw new Error('PartyCreated without a party');
    if (await this.parties.save(tx, party.id, party.kinds, version)) tx.audit('party', party.id);
  }
}
