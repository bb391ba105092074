import type {
  ListPartMovementsRequest,
  ListPartMovementsResponse,
  ListStockMovementsRequest,
  ListStockMovementsResponse,
  PartRotation,
  PartStatistics,
} from '@navette/contracts/stock/v1/service';
import { Database, type Scope, type Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { PartRepository } from '../catalogue/part.repository.js';
import { keysetOf, pageOf } from '../page.js';
import { PartHistoryRepository } from './part-history.repository.js';

/** ST-2, E-078: what is told of the past of parts and of what is to come. Of one part each throws DomainError `stock.part.not-found`. */
@Injectable()
export class ReadPartHistory {
  constructor(
    private readonly db: Database,
    private readonly parts: PartRepository,
    private readonly history: PartHistoryRepository,
  ) {}

  /** @throws DomainError `platform.request.invalid`, `platform.list.cursor-of-another-list` */
  movements(scope: Scope, { query }: ListStockMovementsRequest): Promise<ListStockMovementsResponse> {
    return this.db.tenantRead(scope, (tx) => this.history.movements(tx, query));
  }

  movementsOf(scope: Scope, { partId, page }: ListPartMovementsRequest): Promise<ListPartMovementsResponse> {
    const keyset = keysetOf(page, 1);
    return this.#of(scope, partId, async (tx) => {
      const rows = await this.history.movementsOf(tx, partId, keyset.after?.[0], keyset.limit + 1);
      const { shown, nextCursor } = pageOf(rows, keyset, ({ sequence }) => [sequence]);
      return { movements: shown, nextCursor };
    });
  }

  rotation(scope: Scope, partId: string): Promise<PartRotation> {
    return this.#of(scope, partId, async (tx) => {
      const [wants, coming] = await Promise.all([this.history.wants(tx, partId), this.history.coming(tx, partId)]);
      return { wants, coming };
    });
  }

  statistics(scope: Scope, partId: string): Promise<PartStatistics> {
    return this.#of(scope, partId, async (tx) => ({ months: await this.history.months(tx, partId) }));
  }

  async #of<T>(scope: Scope, partId: string, read: (tx: Tx) => Promise<T>): Promise<T> {
    return this.db.tenantRead(scope, async (tx) => {
      await this.parts.known(tx, partId);
      return read(tx);
    });
  }
}
