import type { ListNeedsRequest, ListNeedsResponse } from '@navette/contracts/stock/v1/service';
import { isUuid } from '@navette/kernel';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { keysetOf, pageOf } from '../page.js';
import { NeedListRepository } from './need-list.repository.js';

/** ST-13: what a file or customer order wants, the oldest first. */
@Injectable()
export class ListNeeds {
  constructor(
    private readonly db: Database,
    private readonly needs: NeedListRepository,
  ) {}

  async execute(scope: Scope, { page, originId }: ListNeedsRequest): Promise<ListNeedsResponse> {
    if (!isUuid(originId)) return { needs: [], nextCursor: '' };
    const keyset = keysetOf(page, 2);
    const rows = await this.db.tenantRead(scope, (tx) => this.needs.page(tx, originId, keyset.after, keyset.limit + 1));
    const { shown, nextCursor } = pageOf(rows, keyset, ({ position }) => position);
    return { needs: shown.map(({ need }) => need), nextCursor };
  }
}
