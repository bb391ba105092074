import type { PartiesImported, PartyBillingTermsChanged, PartyCreated } from '@navette/contracts/parties/v1/events';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { PartyHeaderRepository } from './party-header.repository.js';
import { PartyRefRepository } from './party-ref.repository.js';

/** Keeps what a file asks of a party: its kinds, and what its header begins with (PA-19). */
@Injectable()
export class KeepParty {
  constructor(
    private readonly parties: PartyRefRepository,
    private readonly headers: PartyHeaderRepository,
  ) {}

  async execute(tx: Tx, { party }: PartyCreated, version: number): Promise<void> {
    if (party === undefined) throw new Error('PartyCreated without a party');
    if ((await this.parties.save(tx, [party], version)) === 0) return;
    await this.headers.keep(tx, [party], version);
    await this.headers.fillIn(tx, party.id);
    tx.audit('party', party.id);
  }

  async imported(tx: Tx, { importId, parties }: PartiesImported): Promise<void> {
    await this.parties.save(tx, parties, 1);
    await this.headers.keep(tx, parties, 1);
    tx.audit('party-import', importId);
  }

  async terms(tx: Tx, { partyId, terms, version }: PartyBillingTermsChanged): Promise<void> {
    if (terms === undefined) return;
    await this.headers.keepTerms(tx, partyId, terms, Number(version));
    tx.audit('party', partyId);
  }
}
