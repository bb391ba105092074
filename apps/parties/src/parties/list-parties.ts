import type { ListPartiesRequest, ListPartiesResponse } from '@navette/contracts/parties/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { PartyRepository } from './party.repository.js';

@Injectable()
export class ListParties {
  constructor(
    private readonly db: Database,
    private readonly parties: PartyRepository,
  ) {}

  /** @throws DomainError `platform.request.invalid`, `platform.list.cursor-of-another-list` */
  execute(scope: Scope, { query }: ListPartiesRequest): Promise<ListPartiesResponse> {
    return this.db.tenantRead(scope, (tx) => this.parties.page(tx, query));
  }
}
