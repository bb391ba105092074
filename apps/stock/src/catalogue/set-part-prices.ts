import type { Part, SetPartPricesRequest } from '@navette/contracts/stock/v1/service';
import { isUuid } from '@navette/kernel';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { ChangePartPrices } from './change-part-prices.js';
import { partErrors, shownPart, typedPrices, type CatalogueItem } from './part.js';
import { PartRepository } from './part.repository.js';

/** ST-4, ST-5: prices typed on the part; the fixed mark is set and taken off here. */
@Injectable()
export class SetPartPrices {
  constructor(
    private readonly db: Database,
    private readonly parts: PartRepository,
    private readonly prices: ChangePartPrices,
  ) {}

  /** @throws DomainError `stock.part.not-found`, `stock.part.invalid` */
  async execute(scope: Scope, { partId, ...typed }: SetPartPricesRequest): Promise<Part> {
    if (!isUuid(partId)) throw partErrors.error('part.not-found');
    return this.db.command(scope, async (tx) => {
      const known = await this.parts.lockPrices(tx, partId);
      if (known === undefined) throw partErrors.error('part.not-found');
      if (!(await this.prices.type(tx, partId, typedPrices(known, typed)))) tx.changesNothing();
      const part = (await this.parts.byIds(tx, [partId])).get(partId) as CatalogueItem;
      return shownPart(part, (await this.parts.termsFor(tx, [part]))(part));
    });
  }
}
