import { isUuid, Money, Quantity, Rate, UnitPrice } from '@navette/kernel';
import type { ListQuery } from '@navette/contracts/common/v1/common';
import type { AskStationTransfer } from '@navette/contracts/stock/v1/commands';
import { listPage, type Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { partList } from './part.list.js';
import { normalisedReference, partErrors, type CatalogueItem, type StockLimits } from './part.js';
import type { PartPrices, PricingTerms } from './sale-price.js';

const COLUMNS = `p.id, p.version, p.kind, p.reference, p.designation, p.supplier_party_id, p.manufacturer_party_id,
    p.ventilation_code, p.vat_category, p.state, p.purchase_price, p.list_price, p.fixed_price,
    p.min_quantity, p.max_quantity, p.packaging_code, p.description, p.comment, p.ordering_party_id,
    p.brand_id, p.family_id, p.unit_id, p.location_id, p.eco_fee_id,
    coalesce((select array_agg(code order by code) from part_barcode b
      where b.station_id = p.station_id and b.part_id = p.id), '{}') as barcodes,
    brand.label as brand_label, family.label as family_label, unit.code as unit_code, unit.decimals as unit_decimals,
    location.code as location_code, eco_fee.code as eco_fee_code, eco_fee.amount as eco_fee_amount`;

const FROM = `part p
    left join catalogue_entry brand on brand.station_id = p.station_id and brand.id = p.brand_id
    left join catalogue_entry family on family.station_id = p.station_id and family.id = p.family_id
    left join catalogue_entry unit on unit.station_id = p.station_id and unit.id = p.unit_id
    left join catalogue_entry location on location.station_id = p.station_id and location.id = p.location_id
    left join catalogue_entry eco_fee on eco_fee.station_id = p.station_id and eco_fee.id = p.eco_fee_id`;

const PART = `select ${COLUMNS} from ${FROM}`;

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
  packaging_code: string;
  description: string;
  comment: string;
  ordering_party_id: string | null;
  brand_id: string | null;
  family_id: string | null;
  unit_id: string | null;
  location_id: string | null;
  eco_fee_id: string | null;
  brand_label: string | null;
  family_label: string | null;
  unit_code: string | null;
  unit_decimals: number | null;
  location_code: string | null;
  eco_fee_code: string | null;
  eco_fee_amount: string | null;
}

@Injectable()
export class PartRepository {
  /** Adds a part; the reference or barcode that another one has already, where that stood in the way. */
  async insert(tx: Tx, part: CatalogueItem): Promise<{ reference: string } | { barcode: string } | undefined> {
    const values = {
      version: part.version,
      kind: part.kind,
      ...columnsOf(part),
      purchase_price: part.purchase ?? null,
      list_price: part.list ?? null,
      fixed_price: part.fixed ?? null,
      min_quantity: part.limits.min ?? null,
      max_quantity: part.limits.max ?? null,
      created_at: tx.now,
    };
    const inserted = await tx.run(
      `insert into part (station_id, id, ${Object.keys(values).join(', ')})
       values ($1, $2, ${Object.keys(values)
         .map((_, i) => `$${i + 3}`)
         .join(', ')}) on conflict do nothing`,
      [tx.scope.stationId, part.id, ...Object.values(values)],
    );
    if (inserted === 0) return { reference: part.reference };
    return this.#addBarcodes(tx, part);
  }

  /**
   * ST-6: adds the parts of a price list; the ids of those that were made by their line, without those whose reference another
   * part has already.
   */
  async insertListed(
    tx: Tx,
    lines: readonly { id: string; line: number; reference: string; designation: string; price: string }[],
    of: { manufacturerPartyId: string; supplierPartyId: string | null; ventilationCode: string; vatCategory: string },
  ): Promise<Map<number, string>> {
    if (lines.length === 0) return new Map();
    const rows = await tx.rows<{ id: string }>(
      `insert into part (station_id, id, version, kind, reference, reference_norm, designation, description, list_price,
         manufacturer_party_id, supplier_party_id, ventilation_code, vat_category, state, created_at)
       select $1, x.id, 1, 'part', x.reference, x.norm, x.designation, x.designation, x.price, $7, $8, $9, $10, 'active', $11
       from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::numeric[]) as x (id, reference, norm, designation, price)
       on conflict do nothing returning id`,
      [
        tx.scope.stationId,
        lines.map(({ id }) => id),
        lines.map(({ reference }) => reference),
        lines.map(({ reference }) => normalisedReference(reference)),
        lines.map(({ designation }) => designation),
        lines.map(({ price }) => price),
        of.manufacturerPartyId,
        of.supplierPartyId,
        of.ventilationCode,
        of.vatCategory,
        tx.now,
      ],
    );
    const made = new Set(rows.map(({ id }) => id));
    return new Map(lines.filter(({ id }) => made.has(id)).map(({ line, id }) => [line, id]));
  }

  /** Replaces what is said of a locked part but its prices, limits and kind; what another one has already, as above. */
  async update(tx: Tx, part: CatalogueItem): Promise<{ reference: string } | { barcode: string } | undefined> {
    const values = columnsOf(part);
    const set = Object.keys(values).map((name, i) => `${name} = $${i + 3}`);
    const taken = await tx.first('select from part where station_id = $1 and reference_norm = $3 and id <> $2', [
      tx.scope.stationId,
      part.id,
      values.reference_norm,
    ]);
    if (taken !== undefined) return { reference: part.reference };
    await tx.run(`update part set ${set.join(', ')}, version = version + 1 where station_id = $1 and id = $2`, [
      tx.scope.stationId,
      part.id,
      ...Object.values(values),
    ]);
    await tx.run('delete from part_barcode where station_id = $1 and part_id = $2 and code <> all ($3)', [
      tx.scope.stationId,
      part.id,
      part.barcodes,
    ]);
    return this.#addBarcodes(tx, part);
  }

  /** A part as it is; nobody else changes it until this transaction ends. */
  async lockById(tx: Tx, id: string): Promise<CatalogueItem | undefined> {
    const row = await tx.first<PartRow>(`${PART} where p.station_id = $1 and p.id = $2 for update of p`, [
      tx.scope.stationId,
      id,
    ]);
    return row && toItem(row);
  }

  async #addBarcodes(tx: Tx, part: CatalogueItem): Promise<{ barcode: string } | undefined> {
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

  /** @throws DomainError `stock.part.not-found`, also for a part of another station (ID-10) and what is no id */
  async known(tx: Tx, id: string): Promise<CatalogueItem> {
    const part = isUuid(id) ? (await this.byIds(tx, [id])).get(id) : undefined;
    if (part === undefined) throw partErrors.error('part.not-found');
    return part;
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

  /** What a part is known by in every station, as fourteen digits; codes of the station's own are none of them. */
  async gtins(tx: Tx, partId: string): Promise<string[]> {
    const rows = await tx.rows<{ gtin: string }>(
      'select gtin from part_barcode where station_id = $1 and part_id = $2 and gtin is not null order by gtin',
      [tx.scope.stationId, partId],
    );
    return rows.map(({ gtin }) => gtin);
  }

  /**
   * The part that another station of the network means, by its reference or else by a GTIN that one part only has here;
   * none where both manufacturers are known and differ (ADR 0066).
   */
  async knownAs(
    tx: Tx,
    { reference, gtins, manufacturerCode }: Pick<AskStationTransfer, 'reference' | 'gtins' | 'manufacturerCode'>,
  ): Promise<string | undefined> {
    const row = await tx.first<{ id: string | null }>('select part_known_as($1, $2, $3, $4) as id', [
      tx.scope.stationId,
      normalisedReference(reference),
      gtins,
      manufacturerCode,
    ]);
    return row?.id ?? undefined;
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

  async page(tx: Tx, query: ListQuery | undefined): Promise<{ items: CatalogueItem[]; nextCursor: string }> {
    const { rows, nextCursor } = await listPage<PartRow>(tx, partList, query, {
      columns: COLUMNS,
      from: FROM,
      where: 'p.station_id = $1',
      params: [tx.scope.stationId],
    });
    return { items: rows.map(toItem), nextCursor };
  }

  /** The first 20 by reference, barcode and words of the designation, the best first (ST-1). */
  async search(tx: Tx, asked: string, kind: string): Promise<CatalogueItem[]> {
    const rows = await tx.rows<PartRow>(
      `with found as materialized (
         select id, at from search_parts($2, $3) with ordinality as f (id, at))
       ${PART} join found on found.id = p.id where p.station_id = $1 order by found.at`,
      [tx.scope.stationId, asked, kind],
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

  async updateLimits(tx: Tx, id: string, { min, max }: StockLimits): Promise<void> {
    await tx.run(
      `update part set min_quantity = $3, max_quantity = $4, version = version + 1 where station_id = $1 and id = $2`,
      [tx.scope.stationId, id, min ?? null, max ?? null],
    );
  }

  /** It can be ordered no more; its version then. */
  async exhaust(tx: Tx, id: string): Promise<number> {
    const row = await tx.first<{ version: number }>(
      `update part set state = 'exhausted', version = version + 1 where station_id = $1 and id = $2 returning version`,
      [tx.scope.stationId, id],
    );
    return row?.version ?? 0;
  }

  async markExhausted(tx: Tx, ids: readonly string[], supplierPartyId: string): Promise<void> {
    await tx.run(
      `update part set state = 'exhausted', version = version + 1
       where station_id = $1 and id = any ($2::uuid[]) and supplier_party_id = $3 and state <> 'exhausted'`,
      [tx.scope.stationId, ids, supplierPartyId],
    );
  }

  /** The terms by which each of these parts is sold: its supplier's, or whose were chosen on its manufacturer (PA-18). */
  async termsFor(tx: Tx, parts: Iterable<CatalogueItem>): Promise<(part: CatalogueItem) => PricingTerms | undefined> {
    const named = [...parts].flatMap(({ supplierPartyId, manufacturerPartyId }) => [
      supplierPartyId,
      manufacturerPartyId,
    ]);
    const rows = await tx.rows<TermsRow>(
      `select t.party_id, t.last_version, t.professional_coefficient_1, t.professional_coefficient_2, t.coefficients_of,
         coalesce((select jsonb_agg(jsonb_build_object('from', from_price::text, 'coefficient', coefficient::text)
             order by from_price) from price_band b
           where b.station_id = t.station_id and b.party_id = t.party_id), '[]') as bands
       from supplier_terms t where t.station_id = $1 and t.party_id = any (
         $2::uuid[] || array(select coefficients_of from supplier_terms where station_id = $1 and party_id = any ($2::uuid[])))`,
      [tx.scope.stationId, [...new Set(named)].filter((id) => id !== null)],
    );
    const byParty = new Map(rows.map((row) => [row.party_id, row]));
    return ({ supplierPartyId, manufacturerPartyId }) => {
      const chosen = byParty.get(manufacturerPartyId ?? '')?.coefficients_of;
      if (chosen) return toTerms(chosen, byParty.get(chosen), manufacturerPartyId as string);
      return supplierPartyId === null ? undefined : toTerms(supplierPartyId, byParty.get(supplierPartyId));
    };
  }
}

interface TermsRow {
  party_id: string;
  last_version: string;
  professional_coefficient_1: string | null;
  professional_coefficient_2: string | null;
  coefficients_of: string | null;
  bands: { from: string; coefficient: string }[];
}

/** Of a party that has not told any yet, too: then no price can be computed, and it can be said whose terms are missing. */
function toTerms(partyId: string, row: TermsRow | undefined, chosenBy = ''): PricingTerms {
  return {
    partyId,
    version: row?.last_version ?? '0',
    chosenBy,
    bands: (row?.bands ?? []).map((band) => ({
      from: Money.parse(band.from),
      coefficient: Rate.parse(band.coefficient),
    })),
    professional1: rate(row?.professional_coefficient_1 ?? null),
    professional2: rate(row?.professional_coefficient_2 ?? null),
  };
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
    packagingCode: row.packaging_code,
    description: row.description,
    comment: row.comment,
    entries: {
      brandId: row.brand_id,
      familyId: row.family_id,
      unitId: row.unit_id,
      locationId: row.location_id,
      ecoFeeId: row.eco_fee_id,
    },
    orderingPartyId: row.ordering_party_id,
    brandLabel: row.brand_label ?? '',
    familyLabel: row.family_label ?? '',
    unitCode: row.unit_code ?? '',
    unitDecimals: row.unit_decimals ?? 4,
    locationCode: row.location_code ?? '',
    ecoFeeCode: row.eco_fee_code ?? '',
    ecoFeeAmount: row.eco_fee_amount ?? '',
  };
}

/** Columns of what is edited as one: all but prices, limits and kind. */
function columnsOf(part: CatalogueItem) {
  return {
    reference: part.reference,
    reference_norm: normalisedReference(part.reference),
    designation: part.designation,
    supplier_party_id: part.supplierPartyId,
    manufacturer_party_id: part.manufacturerPartyId,
    ventilation_code: part.ventilationCode,
    vat_category: part.vatCategory,
    state: part.state,
    packaging_code: part.packagingCode,
    description: part.description,
    comment: part.comment,
    ordering_party_id: part.orderingPartyId,
    brand_id: part.entries.brandId,
    family_id: part.entries.familyId,
    unit_id: part.entries.unitId,
    location_id: part.entries.locationId,
    eco_fee_id: part.entries.ecoFeeId,
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
