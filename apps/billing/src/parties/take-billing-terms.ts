import type { BillingTerms } from '@navette/contracts/parties/v1/service';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { PartyRepository } from './party.repository.js';

/** Keeps how a party is billed (PA-2). */
@Injectable()
export class TakeBillingTerms {
  constructor(private readonly parties: PartyRepository) {}

  async execute(tx: Tx, partyId: string, terms: BillingTerms, version: number): Promise<void> {
    await this.parties.saveTerms(tx, [{ id: partyId, terms }], version);
    tx.audit('party', partyId);
  }
}
