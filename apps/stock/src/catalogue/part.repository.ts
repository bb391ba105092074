import { Money, Quantity, Rate, UnitPrice } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { normalisedReference, type CatalogueItem, type StockLimits } from './part.js';
import type { PartPrices, PricingTerms } from './sale-price.js';

const PART = `
  select p.id, p.version, p.kind, p.reference, p.designation, p.supplier_party_id, p.manufacturer_party_id,
    p.ventilation_code, p.vat_category, p.state, p.purchase_price, p.list_price, p.fixed_price,
    p.min_quantity, p.max_quantity,
    coalesce((select array_agg(code order by code) from part_barcode b
      where b.station_id = p.station_id and b.part_id = p.id), '{}') as barcodes
  from part p`;

interface PartRow {
  id: string;
  version: number;
  kind: string;
  reference: string;
  designation: string;
  supplier_party_id: string | null;
  manufacturer_party_id: string | null;
  barcodes: string[];
  ventilation_code: string;
  vat_category: string;
  state: string;
  purchase_price: string | null;
  list_price: string | null;
  fixed_price: string | null;
  min_quantity: string | null;
  max_quantity: string | null;
}

@Injectable()
export class PartRepository {
  /** Adds a part; the reference or barcode that another one has already, where that stood in the way. */
  async insert(tx: Tx, part: CatalogueItem): Promise<{ reference: string } | { barcode: string } | undefined> {
    const inserted = await tx.run(
      `insert into part (station_id, id, version, kind, reference, reference_norm, designation, supplier_party_id,
         manufacturer_party_id, ventilation_code, vat_category, state, purchase_price, list_price, fixed_price, min_quantity,
         max_quantity, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18) on conflict do nothing`,
      [
        tx.scope.stationId,
        part.id,
        part.version,
        part.kind,
        part.reference,
        normalisedReference(part.reference),
        part.designation,
        part.supplierPartyId,
        part.manufacturerPartyId,
        part.ventilationCode,
        part.vatCategory,
        part.state,
        part.purchase ?? null,
        part.list ?? null,
        part.fixed ?? null,
        part.limits.min ?? null,
        part.limits.max ?? null,
        tx.now,
      ],
    );
    if (inserted === 0) return { reference: part.reference };
    await tx.run(
      `insert into part_barcode (station_id, code, part_id) select $1, code, $2 from unnest($3::text[]) as x (code)
       on conflict do nothing`,
      [tx.scope.stationId, part.id, part.barcodes],
    );
    const foreign = await tx.first<{ code: string }>(
      'select code from part_barcode where station_id = $1 and code = any ($2) and part_id <> $3 limit 1',
      [tx.scope.stationId, part.barcodes, part.id],
    );
    return foreign && { barcode: foreign.code };
  }

  async byIds(tx: Tx, ids: readonly string[]): Promise<Map<string, CatalogueItem>> {
    const rows = await tx.rows<PartRow>(`${PART} where p.station_id = $1 and p.id = any ($2::uuid[])`, [
      tx.scope.stationId,
      ids,
    ]);
    return new Map(rows.map((row) => [row.id, toItem(row)]));
  }

  async byReferences(tx: Tx, references: readonly string[]): Promise<CatalogueItem[]> {
    const rows = await tx.rows<PartRow>(`${PART} where p.station_id = $1 and p.reference_norm = any ($2)`, [
      tx.scope.stationId,
      references.map(normalisedReference),
    ]);
    return rows.map(toItem);
  }

  /** The part that carries a barcode or, where none does, has that reference. */
  async byCode(tx: Tx, code: string): Promise<CatalogueItem | undefined> {
    const row = await tx.first<PartRow>(
      `${PART} where p.station_id = $1 and p.id = coalesce(
         (select part_id from part_barcode where station_id = $1 and code = $2),
         (select id from part where station_id = $1 and reference_norm = $2))`,
      [tx.scope.stationId, normalisedReference(code)],
    );
    return row && toItem(row);
  }

  /** A keyset page in the order of references. */
  async page(
    tx: Tx,
    referencePrefix: string,
    after: readonly string[] | undefined,
    limit: number,
  ): Promise<CatalogueItem[]> {
    const prefix = normalisedReference(referencePrefix);
    const rows = await tx.rows<PartRow>(
      `${PART} where p.station_id = $1 and p.reference_norm >= $2 and ($2 = '' or p.reference_norm < $2 || U&'\\+10FFFF')
         and ($3::text is null or p.reference_norm > $3)
       order by p.reference_norm limit $4`,
      [tx.scope.stationId, prefix, after?.[0] ?? null, limit],
    );
    return rows.map(toItem);
  }

  async lockPrices(tx: Tx, id: string): Promise<(PartPrices & { supplierPartyId: string | null }) | undefined> {
    const row = await tx.first<PartRow>(
      `select supplier_party_id, purchase_price, list_price, fixed_price from part
       where station_id = $1 and id = $2 for update`,
      [tx.scope.stationId, id],
    );
    return row && { ...pricesOf(row), supplierPartyId: row.supplier_party_id };
  }

  async updatePrices(tx: Tx, id: string, prices: PartPrices): Promise<void> {
    await tx.run(
      `update part set purchase_price = $3, list_price = $4, fixed_price = $5, version = version + 1
       where station_id = $1 and id = $2`,
      [tx.scope.stationId, id, prices.purchase ?? null, prices.list ?? null, prices.fixed ?? null],
    );
  }

  async updateLimits(tx: Tx, id: string, { min, max }: StockLimits): Promise<void> {
    await tx.run(
      `update part set min_quantity = $3, max_quantity = $4, version = version + 1 where station_id = $1 and id = $2`,
      [tx.scope.stationId, id, min ?? null, max ?? null],
    );
  }

  /** Takes the list price as purchase price of those parts that have none; the ids of the parts that changed. */
  async takeListPrices(tx: Tx, ids: readonly string[]): Promise<string[]> {
    const rows = await tx.rows<{ id: string }>(
      `update part set purchase_price = list_price, version = version + 1
       where station_id = $1 and id = any ($2::uuid[]) and purchase_price is null and list_price is not null
       returning id`,
      [tx.scope.stationId, ids],
    );
    return rows.map(({ id }) => id);
  }

  /** Sets purchase prices; the ids of the parts whose price is another now. */
  async setPurchasePrices(tx: Tx, prices: ReadonlyMap<string, UnitPrice>): Promise<string[]> {
    const rows = await tx.rows<{ id: string }>(
      `update part p set purchase_price = x.price, version = version + 1
       from unnest($2::uuid[], $3::numeric[]) as x (id, price)
       where p.station_id = $1 and p.id = x.id and p.purchase_price is distinct from x.price
       returning p.id`,
      [tx.scope.stationId, [...prices.keys()], [...prices.values()]],
    );
    return rows.map(({ id }) => id);
  }

  async markExhausted(tx: Tx, ids: readonly string[], supplierPartyId: string): Promise<void> {
    await tx.run(
      `update part set state = 'exhausted', version = version + 1
       where station_id = $1 and id = any ($2::uuid[]) and supplier_party_id = $3 and state <> 'exhausted'`,
      [tx.scope.stationId, ids, supplierPartyId],
    );
  }

  /** Terms of the suppliers of these parts, by party. */
  async termsFor(tx: Tx, parts: Iterable<CatalogueItem>): Promise<(part: CatalogueItem) => PricingTerms | undefined> {
    const suppliers = [...new Set([...parts].flatMap(({ supplierPartyId }) => supplierPartyId ?? []))];
    const rows = await tx.rows<{
      party_id: string;
      professional_coefficient_1: string | null;
      professional_coefficient_2: string | null;
      bands: { from: string; coefficient: string }[];
    }>(
      `select t.party_id, t.professional_coefficient_1, t.professional_coefficient_2,
         coalesce((select jsonb_agg(jsonb_build_object('from', from_price::text, 'coefficient', coefficient::text)
             order by from_price) from price_band b
           where b.station_id = t.station_id and b.party_id = t.party_id), '[]') as bands
       from supplier_terms t where t.station_id = $1 and t.party_id = any ($2::uuid[])`,
      [tx.scope.stationId, suppliers],
    );
    const byParty = new Map<string, PricingTerms>(
      rows.map((row) => [
        row.party_id,
        {
          bands: row.bands.map(({ from, coefficient }) => ({
            from: Money.parse(from),
            coefficient: Rate.parse(coefficient),
          })),
          professional1: rate(row.professional_coefficient_1),
          professional2: rate(row.professional_coefficient_2),
        },
      ]),
    );
    return ({ supplierPartyId }) => byParty.get(supplierPartyId ?? '');
  }
}

function toItem(row: PartRow): CatalogueItem {
  return {
    id: row.id,
    version: row.version,
    kind: row.kind,
    reference: row.reference,
    designation: row.designation,
    supplierPartyId: row.supplier_party_id,
    manufacturerPartyId: row.manufacturer_party_id,
    barcodes: row.barcodes,
    ventilationCode: row.ventilation_code,
    vatCategory: row.vat_category,
    state: row.state,
    ...pricesOf(row),
    limits: { min: quantity(row.min_quantity), max: quantity(row.max_quantity) },
  };
}

function pricesOf(row: Pick<PartRow, 'purchase_price' | 'list_price' | 'fixed_price'>): PartPrices {
  return { purchase: price(row.purchase_price), list: price(row.list_price), fixed: price(row.fixed_price) };
}

function price(text: string | null): UnitPrice | undefined {
  return text === null ? undefined : UnitPrice.parse(text);
}

function quantity(text: string | null): Quantity | undefined {
  return text === null ? undefined : Quantity.parse(text);
}

function rate(text: string | null): Rate | undefined {
  return text === null ? undefined : Rate.parse(text);
}
