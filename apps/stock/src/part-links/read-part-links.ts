import type { OfferReplacementsResponse, PartLinks } from '@navette/contracts/stock/v1/service';
import { Database, type Scope, type Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { shownPart, type CatalogueItem } from '../catalogue/part.js';
import { PartRepository } from '../catalogue/part.repository.js';
import { StockLevelRepository } from '../stock-levels/stock-level.repository.js';
import { PartLinkRepository } from './part-link.repository.js';

/** ST-3. Each throws DomainError `stock.part.not-found`. */
@Injectable()
export class ReadPartLinks {
  constructor(
    private readonly db: Database,
    private readonly parts: PartRepository,
    private readonly levels: StockLevelRepository,
    private readonly links: PartLinkRepository,
  ) {}

  of(scope: Scope, partId: string): Promise<PartLinks> {
    return this.#of(scope, partId, (tx) => this.links.ofPart(tx, partId));
  }

  /** What to sell instead, with price and free stock; nothing for a part that can be ordered. */
  offers(scope: Scope, partId: string): Promise<OfferReplacementsResponse> {
    return this.#of(scope, partId, async (tx, { state }) => {
      if (state === 'active') return { offers: [] };
      const offers = await this.links.offers(tx, partId);
      const ids = offers.map(({ id }) => id);
      const [parts, levels] = [await this.parts.byIds(tx, ids), await this.levels.byParts(tx, ids)];
      const termsOf = await this.parts.termsFor(tx, [...parts.values()]);
      return {
        offers: offers.map(({ id, kind }) => {
          const part = parts.get(id) as CatalogueItem;
          return { part: shownPart(part, termsOf(part)), kind, free: levels.get(id)?.free ?? '0.0000' };
        }),
      };
    });
  }

  async #of<T>(scope: Scope, partId: string, read: (tx: Tx, part: CatalogueItem) => Promise<T>): Promise<T> {
    return this.db.tenantRead(scope, async (tx) => read(tx, await this.parts.known(tx, partId)));
  }
}
