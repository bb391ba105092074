import type { DocumentHeader } from '@navette/contracts/common/v1/common';
import { isUuid } from '@navette/kernel';
import { Database, type Scope } from '@navette/platform/database';
import { headerOf } from '@navette/platform/document-header';
import { Injectable } from '@nestjs/common';
import { partyErrors } from './party.js';
import { PartyRepository } from './party.repository.js';

/** PA-19: what a document for a party begins with; of one that was merged, for who took its place. */
@Injectable()
export class GetDocumentHeader {
  constructor(
    private readonly db: Database,
    private readonly parties: PartyRepository,
  ) {}

  /** @throws DomainError `parties.party.not-found`, also for a party of another station (ID-10) */
  async execute(scope: Scope, partyId: string): Promise<DocumentHeader> {
    if (!isUuid(partyId)) throw partyErrors.error('party.not-found');
    const party = await this.db.tenantRead(scope, async (tx) =>
      this.parties.byId(tx, await this.parties.survivorOf(tx, partyId)),
    );
    if (party === undefined) throw partyErrors.error('party.not-found');
    return headerOf(party);
  }
}
