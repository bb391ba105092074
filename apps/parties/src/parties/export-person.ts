import type { ExportPersonResponse } from '@navette/contracts/parties/v1/service';
import { isUuid } from '@navette/kernel';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { partyErrors } from './party.js';
import { PersonRepository } from './person.repository.js';

/** PA-16: what parties keeps about a person; the edge asks the other services for theirs. */
@Injectable()
export class ExportPerson {
  constructor(
    private readonly db: Database,
    private readonly people: PersonRepository,
  ) {}

  /** @throws DomainError `parties.party.not-found` */
  execute(scope: Scope, partyId: string): Promise<ExportPersonResponse> {
    return this.db.tenantRead(scope, async (tx) => {
      const ids = isUuid(partyId) ? (await this.people.ids(tx, partyId)).map(({ id }) => id) : [];
      if (ids.length === 0) throw partyErrors.error('party.not-found');
      return { data: await this.people.export(tx, ids), partyIds: ids };
    });
  }
}
