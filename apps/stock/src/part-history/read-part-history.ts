import type {
  ListPartMovementsRequest,
  ListPartMovementsResponse,
  PartRotation,
  PartStatistics,
} from '@navette/contracts/stock/v1/service';
import { Database, type Scope, type Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { PartRepository } from '../catalogue/part.repository.js';
import { keysetOf, pageOf } from '../page.js';
import { PartHistoryRepository } from './part-history.repository.js';

/** ST-2: what a part's record tells of its past and of what is to come. Each throws DomainError `stock.part.not-found`. */
@Injectable()
export class ReadPartHistory {
  constructor(
    private readonly db: Database,
    private readonly parts: PartRepository,
    private readonly history: PartHistoryRepository,
  ) {}

  movements(scope: Scope, { partId, page }: ListPartMovementsRequest): Promise<ListPartMovementsResponse> {
    const keyset = keysetOf(page, 1);
    return this.#of(scope, partId, async (tx) => {
      const rows = await this.history.movements(tx, partId, keyset.after?.[0], keyset.limit + 1);
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
