import type { Party } from '@navette/contracts/parties/v1/service';
import { isUuid } from '@navette/kernel';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { partyErrors } from './party.js';
import { PartyRepository } from './party.repository.js';

@Injectable()
export class GetParty {
  constructor(
    private readonly db: Database,
    private readonly parties: PartyRepository,
  ) {}

  /** @throws DomainError `parties.party.not-found`, also for a party of another station (ID-10). */
  async execute(scope: Scope, id: string): Promise<Party> {
    const party = isUuid(id) ? await this.db.tenantRead(scope, (tx) => this.parties.byId(tx, id)) : undefined;
    if (party === undefined) throw partyErrors.error('party.not-found');
    return party;
  }
}
