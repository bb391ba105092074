import type { ListQuery } from '@navette/contracts/common/v1/common';
import type { ListProductsResponse, Product } from '@navette/contracts/stock/v1/products';
import { isUuid, type FieldError } from '@navette/kernel';
import { listPage, type Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { productList } from './product.list.js';
import { looseReference, productErrors, type CheckedProduct } from './product.js';

const COLUMNS = `p.id, p.version, p.brand_id as "brandId", b.label as "brandLabel", p.type_id as "typeId",
  t.label as "typeLabel", p.commercial_reference as "commercialReference",
  p.technical_reference as "technicalReference", p.designation, coalesce(p.gtin, '') as gtin,
  coalesce(p.first_year, 0)::int as "firstYear", coalesce(p.last_year, 0)::int as "lastYear", p.comment,
  p.is_active as active`;
const FROM = `product p
  join catalogue_entry b on b.station_id = p.station_id and b.id = p.brand_id
  join catalogue_entry t on t.station_id = p.station_id and t.id = p.type_id`;

type ProductRow = Omit<Product, 'version'> & { version: number };

@Injectable()
export class ProductRepository {
  byId(tx: Tx, id: string): Promise<Product | undefined> {
    return this.#one(tx, id, '');
  }

  /** Nobody else changes it until this transaction ends. */
  lockById(tx: Tx, id: string): Promise<Product | undefined> {
    return this.#one(tx, id, 'for update of p');
  }

  async page(tx: Tx, query: ListQuery | undefined): Promise<ListProductsResponse> {
    const { rows, nextCursor } = await listPage<ProductRow>(tx, productList, query, {
      columns: COLUMNS,
      from: FROM,
      where: 'p.station_id = $1',
      params: [tx.scope.stationId],
    });
    return { products: rows.map(toProduct), nextCursor };
  }

  /** Makes one, or replaces a locked one. */
  async save(tx: Tx, id: string, product: CheckedProduct): Promise<void> {
    await tx.run(
      `insert into product (station_id, id, version, brand_id, type_id, commercial_reference, technical_reference,
         designation, gtin, first_year, last_year, comment, is_active, updated_at)
       values ($1, $2, 1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
       on conflict (station_id, id) do update set version = product.version + 1, brand_id = excluded.brand_id,
         type_id = excluded.type_id, commercial_reference = excluded.commercial_reference,
         technical_reference = excluded.technical_reference, designation = excluded.designation, gtin = excluded.gtin,
         first_year = excluded.first_year, last_year = excluded.last_year, comment = excluded.comment,
         is_active = excluded.is_active, updated_at = excluded.updated_at`,
      [
        tx.scope.stationId,
        id,
        product.brandId,
        product.typeId,
        product.commercialReference,
        product.technicalReference,
        product.designation,
        product.gtin || null,
        product.firstYear || null,
        product.lastYear || null,
        product.comment,
        product.active,
        tx.now,
      ],
    );
  }

  /** Fields by which another product of the station is the same. */
  async taken(tx: Tx, id: string, product: CheckedProduct): Promise<FieldError[]> {
    const row = await tx.first<{ reference: boolean; gtin: boolean }>(
      `select
         exists (select from product where station_id = $1 and id <> $2 and brand_id = $3 and commercial_loose = $4
           and technical_loose = $5) as reference,
         exists (select from product where station_id = $1 and id <> $2 and gtin = $6) as gtin`,
      [
        tx.scope.stationId,
        id,
        product.brandId,
        looseReference(product.commercialReference),
        looseReference(product.technicalReference),
        product.gtin,
      ],
    );
    return [
      ...(row?.reference === true ? [productErrors.field('/commercialReference', 'product.reference-taken')] : []),
      ...(row?.gtin === true ? [productErrors.field('/gtin', 'product.gtin-taken')] : []),
    ];
  }

  async #one(tx: Tx, id: string, lock: '' | 'for update of p'): Promise<Product | undefined> {
    if (!isUuid(id)) return undefined;
    const row = await tx.first<ProductRow>(
      `select ${COLUMNS} from ${FROM} where p.station_id = $1 and p.id = $2 ${lock}`,
      [tx.scope.stationId, id],
    );
    return row && toProduct(row);
  }
}

function toProduct({ version, ...row }: ProductRow): Product {
  return { ...row, version: String(version) };
}
