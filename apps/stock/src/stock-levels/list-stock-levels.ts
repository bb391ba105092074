import type { ListStockLevelsRequest, ListStockLevelsResponse } from '@navette/contracts/stock/v1/service';
import { isUuid } from '@navette/kernel';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { keysetOf, pageOf } from '../page.js';
import { shownLevel } from './stock-level.js';
import { StockLevelRepository } from './stock-level.repository.js';

/** Stock of every part that ever moved, of those below zero (ST-12), or of some. */
@Injectable()
export class ListStockLevels {
  constructor(
    private readonly db: Database,
    private readonly levels: StockLevelRepository,
  ) {}

  async execute(
    scope: Scope,
    { page, negativeOnly, partIds }: ListStockLevelsRequest,
  ): Promise<ListStockLevelsResponse> {
    const keyset = keysetOf(page, 1);
    const rows = await this.db.tenantRead(scope, (tx) =>
      this.levels.page(
        tx,
        { negativeOnly, partIds: partIds.length === 0 ? undefined : partIds.filter(isUuid) },
        keyset.after?.[0],
        keyset.limit + 1,
      ),
    );
    const { shown, nextCursor } = pageOf(rows, keyset, ({ partId }) => [partId]);
    return { levels: shown.map(shownLevel), nextCursor };
  }
}
