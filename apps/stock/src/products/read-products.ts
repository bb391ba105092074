import type { ListQuery } from '@navette/contracts/common/v1/common';
import type { ListProductsResponse, Product } from '@navette/contracts/stock/v1/products';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { productErrors } from './product.js';
import { ProductRepository } from './product.repository.js';

@Injectable()
export class ReadProducts {
  constructor(
    private readonly db: Database,
    private readonly products: ProductRepository,
  ) {}

  page(scope: Scope, query: ListQuery | undefined): Promise<ListProductsResponse> {
    return this.db.tenantRead(scope, (tx) => this.products.page(tx, query));
  }

  /** @throws DomainError `stock.product.not-found`, also for one of another station (ID-10). */
  async one(scope: Scope, id: string): Promise<Product> {
    const product = await this.db.tenantRead(scope, (tx) => this.products.byId(tx, id));
    if (product === undefined) throw productErrors.error('product.not-found');
    return product;
  }
}
