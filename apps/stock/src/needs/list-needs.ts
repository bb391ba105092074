import type { ListNeedsRequest, ListNeedsResponse } from '@navette/contracts/stock/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { NeedListRepository } from './need-list.repository.js';

/** ST-13: what files and customer orders want. */
@Injectable()
export class ListNeeds {
  constructor(
    private readonly db: Database,
    private readonly needs: NeedListRepository,
  ) {}

  /** @throws DomainError `platform.request.invalid`, `platform.list.cursor-of-another-list` */
  execute(scope: Scope, { query }: ListNeedsRequest): Promise<ListNeedsResponse> {
    return this.db.tenantRead(scope, (tx) => this.needs.page(tx, query));
  }
}
