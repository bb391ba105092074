import type { ListQuery } from '@navette/contracts/common/v1/common';
import type {
  ListPriceListLinesResponse,
  ListPriceListsResponse,
  PriceList,
} from '@navette/contracts/stock/v1/price_lists';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { priceListErrors } from './price-list.js';
import { PriceListLineRepository } from './price-list-line.repository.js';
import { PriceListRepository, shownPriceList } from './price-list.repository.js';

/** ST-6: where price lists stand, and what becomes of each line. */
@Injectable()
export class ReadPriceLists {
  constructor(
    private readonly db: Database,
    private readonly lists: PriceListRepository,
    private readonly lines: PriceListLineRepository,
  ) {}

  /** @throws DomainError `stock.price-list.not-found` */
  one(scope: Scope, id: string): Promise<PriceList> {
    return this.db.tenantRead(scope, async (tx) => {
      const row = await this.lists.byId(tx, id);
      if (row === undefined) throw priceListErrors.error('price-list.not-found');
      return shownPriceList(row);
    });
  }

  page(scope: Scope, query: ListQuery | undefined): Promise<ListPriceListsResponse> {
    return this.db.tenantRead(scope, (tx) => this.lists.page(tx, query));
  }

  /** @throws DomainError `stock.price-list.not-found` */
  linesOf(scope: Scope, id: string, query: ListQuery | undefined): Promise<ListPriceListLinesResponse> {
    return this.db.tenantRead(scope, async (tx) => {
      if ((await this.lists.byId(tx, id)) === undefined) throw priceListErrors.error('price-list.not-found');
      return this.lines.page(tx, id, query);
    });
  }
}
