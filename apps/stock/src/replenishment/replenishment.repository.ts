import { PlanLine } from '@navette/contracts/stock/v1/service';
import { Quantity, UnitPrice, type Temporal } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { FREE } from '../stock-levels/free-stock.js';
import { DEPOT } from '../stock-levels/stock-level.js';
import type { NeedToOrder, PartToOrder } from './replenishment.js';

export interface PlanFilter {
  /** Empty for all, as the others. */
  readonly supplierPartyId: string;
  readonly originKind: string;
  readonly countermarkPrefix: string;
  readonly originNumberPrefix: string;
}

interface PlanRow {
  need_id: string;
  part_id: string;
  reference: string;
  designation: string;
  supplier_party_id: string | null;
  quantity: string;
  unit_price: string | null;
  origin_kind: string;
  origin_id: string;
  origin_number: string;
  origin_label: string;
  customer_party_id: string | null;
  wanted_on: Temporal.PlainDate | null;
  countermark: string;
  exhausted: boolean;
  sort_key: Temporal.Instant | string;
}

interface RefillRow {
  id: string;
  reference: string;
  reference_norm: string;
  designation: string;
  supplier_party_id: string | null;
  unit_price: string | null;
  quantity: string;
}

/**
 * Parts below their minimum, with what is missing up to the maximum. What counts beside free stock is what is ordered for
 * the stock: what needs are owed of an order does not stay.
 */
const REFILLS = `
  select p.id, p.reference, p.reference_norm, p.designation, p.supplier_party_id,
    coalesce(p.purchase_price, p.list_price) as unit_price, coalesce(p.max_quantity, p.min_quantity) - h.coming as quantity
  from part p cross join lateral (
    select coalesce((
        select ${FREE} from part_stock s
        join stock_level l on l.station_id = s.station_id and l.part_id = s.part_id and l.location = '${DEPOT}'
        where s.station_id = p.station_id and s.part_id = p.id), 0)
      + coalesce((
        select sum(greatest(o.quantity - o.received - o.cancelled, 0) - coalesce((
          select sum(n.open) from order_line_need n
          where n.station_id = o.station_id and n.order_line_id = o.id and n.is_open), 0))
        from supplier_order_line o where o.station_id = p.station_id and o.part_id = p.id), 0) as coming) h
  where p.station_id = $1 and p.has_minimum and p.state = 'active' and h.coming < p.min_quantity`;

/** The order of the plan and of its pages. */
export interface PlanPosition {
  readonly line: PlanLine;
  readonly position: readonly string[];
}

@Injectable()
export class ReplenishmentRepository {
  /**
   * A keyset page of the waiting needs, the oldest first, or by number where they are looked for by its beginning; `after`
   * is (created at or number, need id) of the last line before it. One query: 100,000 open needs must not take longer than
   * 300 ms (ST-20), so each order and filter has its index: `need_plan`, `need_countermark`, `need_origin_number`, and
   * `part_supplier` with `need_unmet`.
   */
  async plan(tx: Tx, filter: PlanFilter, after: readonly string[] | undefined, limit: number): Promise<PlanPosition[]> {
    const params: unknown[] = [tx.scope.stationId, limit];
    const given = (value: unknown) => `$${params.push(value)}`;
    const { key, type } = orderOf(filter);
    // Conditions that are not asked for are left out, so that the planner may use the index that fits those that are.
    const conditions = [
      // What waits is unmet: said so that the needs of a supplier's parts are found by part.
      filter.supplierPartyId !== '' && `p.supplier_party_id = ${given(filter.supplierPartyId)}::uuid and n.is_unmet`,
      filter.originKind !== '' && `n.origin_kind = ${given(filter.originKind)}`,
      filter.countermarkPrefix !== '' &&
        `n.countermark >= ${given(filter.countermarkPrefix)} and n.countermark < $${params.length} || U&'\\+10FFFF'`,
      filter.originNumberPrefix !== '' &&
        `n.origin_number >= ${given(filter.originNumberPrefix)} and n.origin_number < $${params.length} || U&'\\+10FFFF'`,
      after !== undefined && `(n.${key}, n.id) > (${given(after[0])}::${type}, ${given(after[1])}::uuid)`,
    ].filter((condition) => condition !== false);
    const rows = await tx.rows<PlanRow>(
      `select n.id as need_id, n.part_id, p.reference, p.designation, p.supplier_party_id, n.waiting as quantity,
         coalesce(p.purchase_price, p.list_price) as unit_price, n.origin_kind, n.origin_id, n.origin_number,
         n.origin_label, n.customer_party_id, n.wanted_on, n.countermark, p.state = 'exhausted' as exhausted, n.${key} as sort_key
       from need n join part p on p.station_id = n.station_id and p.id = n.part_id
       where n.station_id = $1 and n.is_waiting and not n.frozen ${conditions.map((c) => `and ${c}`).join(' ')}
       order by n.${key}, n.id limit $2`,
      params,
    );
    return rows.map((row) => ({ line: toLine(row), position: [String(row.sort_key), row.need_id] }));
  }

  /** A keyset page of the parts below their minimum, by reference; `after` is the last one before it. */
  async refills(tx: Tx, supplierPartyId: string, after: string | undefined, limit: number): Promise<PlanPosition[]> {
    const rows = await tx.rows<RefillRow>(
      `${REFILLS} and ($2 = '' or p.supplier_party_id = nullif($2, '')::uuid) and ($3::text is null or p.reference_norm > $3)
       order by p.reference_norm limit $4`,
      [tx.scope.stationId, supplierPartyId, after ?? null, limit],
    );
    return rows.map((row) => ({ line: refillLine(row), position: ['', row.reference_norm] }));
  }

  /** Those of the parts that are below their minimum; to be relied on once their stock is locked. */
  async refillsOf(tx: Tx, partIds: readonly string[]): Promise<PartToOrder[]> {
    const rows = await tx.rows<RefillRow>(`${REFILLS} and p.id = any ($2::uuid[]) order by p.reference_norm`, [
      tx.scope.stationId,
      partIds,
    ]);
    return rows.map((row) => ({
      partId: row.id,
      reference: row.reference,
      quantity: Quantity.parse(row.quantity),
      supplierPartyId: row.supplier_party_id ?? '',
      unitPrice: row.unit_price === null ? undefined : UnitPrice.parse(row.unit_price),
    }));
  }

  /** Locks needs, in the order of their ids, with what is needed to order their parts. */
  lockNeeds(tx: Tx, needIds: readonly string[]): Promise<NeedToOrder[]> {
    return this.#needs(tx, needIds, 'for update of n');
  }

  /** The same without a lock: what would be ordered as things stand. */
  needsToOrder(tx: Tx, needIds: readonly string[]): Promise<NeedToOrder[]> {
    return this.#needs(tx, needIds, '');
  }

  async #needs(tx: Tx, needIds: readonly string[], lock: '' | 'for update of n'): Promise<NeedToOrder[]> {
    const rows = await tx.rows<{
      id: string;
      origin_kind: string;
      origin_id: string;
      part_id: string;
      reference: string;
      waiting: string;
      frozen: boolean;
      supplier_party_id: string | null;
      unit_price: string | null;
    }>(
      `select n.id, n.origin_kind, n.origin_id, n.part_id, p.reference, n.waiting, n.frozen, p.supplier_party_id,
         coalesce(p.purchase_price, p.list_price) as unit_price
       from need n join part p on p.station_id = n.station_id and p.id = n.part_id
       where n.station_id = $1 and n.id = any ($2::uuid[]) order by n.id ${lock}`,
      [tx.scope.stationId, needIds],
    );
    return rows.map((row) => ({
      needId: row.id,
      originKind: row.origin_kind,
      originId: row.origin_id,
      partId: row.part_id,
      reference: row.reference,
      quantity: Quantity.parse(row.waiting),
      frozen: row.frozen,
      supplierPartyId: row.supplier_party_id ?? '',
      unitPrice: row.unit_price === null ? undefined : UnitPrice.parse(row.unit_price),
    }));
  }
}

/** By age the needs of one number may lie anywhere; by number they lie together, and a page reads no others. */
function orderOf({ countermarkPrefix, originNumberPrefix }: PlanFilter) {
  if (countermarkPrefix !== '') return { key: 'countermark', type: 'text' };
  if (originNumberPrefix !== '') return { key: 'origin_number', type: 'text' };
  return { key: 'created_at', type: 'timestamptz' };
}

function toLine(row: PlanRow): PlanLine {
  return {
    needId: row.need_id,
    partId: row.part_id,
    reference: row.reference,
    designation: row.designation,
    supplierPartyId: row.supplier_party_id ?? '',
    quantity: row.quantity,
    unitPrice: row.unit_price ?? '',
    originKind: row.origin_kind,
    originId: row.origin_id,
    originNumber: row.origin_number,
    originLabel: row.origin_label,
    customerPartyId: row.customer_party_id ?? '',
    wantedOn: row.wanted_on?.toString() ?? '',
    countermark: row.countermark,
    exhausted: row.exhausted,
  };
}

function refillLine(row: RefillRow): PlanLine {
  return PlanLine.fromPartial({
    partId: row.id,
    reference: row.reference,
    designation: row.designation,
    supplierPartyId: row.supplier_party_id ?? '',
    quantity: row.quantity,
    unitPrice: row.unit_price ?? '',
    originKind: 'replenishment',
  });
}
