import type { ListPartPriceChangesRequest, ListPartPriceChangesResponse } from '@navette/contracts/stock/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { keysetOf, pageOf } from '../page.js';
import { PartPriceRepository } from './part-price.repository.js';
import { PartRepository } from './part.repository.js';

/** ST-4, ST-6: how the prices of a part came to be what they are, the latest change first. */
@Injectable()
export class ListPartPriceChanges {
  constructor(
    private readonly db: Database,
    private readonly parts: PartRepository,
    private readonly prices: PartPriceRepository,
  ) {}

  /** @throws DomainError `stock.part.not-found`, also for a part of another station (ID-10) */
  execute(scope: Scope, { partId, page }: ListPartPriceChangesRequest): Promise<ListPartPriceChangesResponse> {
    const keyset = keysetOf(page, 1);
    return this.db.tenantRead(scope, async (tx) => {
      await this.parts.known(tx, partId);
      const rows = await this.prices.changes(tx, partId, keyset.after?.[0], keyset.limit + 1);
      const { shown, nextCursor } = pageOf(rows, keyset, ({ seq }) => [seq]);
      return { changes: shown.map(({ seq: _seq, at, ...change }) => ({ ...change, at: at.toString() })), nextCursor };
    });
  }
}
