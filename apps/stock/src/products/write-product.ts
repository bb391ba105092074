import { ProductChangedMessage } from '@navette/contracts';
import type { Product } from '@navette/contracts/stock/v1/products';
import { Database, type Scope, type Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { CatalogueEntryRepository } from '../catalogue-entries/catalogue-entry.repository.js';
import { checkedProduct, invalidProduct, productErrors, type CheckedProduct } from './product.js';
import { ProductRepository } from './product.repository.js';

/** ST-1: makes a model of appliance, and replaces all that is said of one. */
@Injectable()
export class WriteProduct {
  constructor(
    private readonly db: Database,
    private readonly products: ProductRepository,
    private readonly entries: CatalogueEntryRepository,
  ) {}

  /** @throws DomainError `stock.product.invalid` */
  create(scope: Scope, input: Product): Promise<Product> {
    const product = checkedProduct({ ...input, active: true });
    return this.db.command(scope, (tx) => this.#keep(tx, tx.newId(), product));
  }

  /** @throws DomainError `stock.product.not-found`, `.changed-meanwhile`, `.invalid` */
  change(scope: Scope, id: string, expected: number, input: Product): Promise<Product> {
    return this.db.command(scope, async (tx) => {
      const before = await this.products.lockById(tx, id);
      if (before === undefined) throw productErrors.error('product.not-found');
      const actual = Number(before.version);
      if (actual !== expected) throw productErrors.error('product.changed-meanwhile', { expected, actual });
      return this.#keep(tx, id, checkedProduct(input), before);
    });
  }

  async #keep(tx: Tx, id: string, product: CheckedProduct, before?: Product): Promise<Product> {
    const chosen = { brandId: 'brand', typeId: 'appliance_type' } as const;
    const kinds = await this.entries.choosable(tx, [product.brandId, product.typeId]);
    // One that is no longer offered stays where it was chosen.
    const unknown = (Object.keys(chosen) as (keyof typeof chosen)[]).filter(
      (name) => product[name] !== before?.[name] && kinds.get(product[name]) !== chosen[name],
    );
    if (unknown.length > 0)
      throw invalidProduct(unknown.map((name) => productErrors.field(`/${name}`, 'product.entry-unknown')));
    const taken = await this.products.taken(tx, id, product);
    if (taken.length > 0) throw invalidProduct(taken);
    await this.products.save(tx, id, product);
    const saved = (await this.products.byId(tx, id)) as Product;
    tx.publish(ProductChangedMessage, { type: 'product', id, version: Number(saved.version) }, { productId: id });
    tx.audit('product', id);
    return saved;
  }
}
