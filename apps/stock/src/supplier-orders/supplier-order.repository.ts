import type { ListQuery } from '@navette/contracts/common/v1/common';
import { Quantity, UnitPrice, type Temporal } from '@navette/kernel';
import { listPage, type ListPage, type Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import type { BusinessDay } from '../references/station.js';
import type { Deposit, LineNeed, OrderHead, OrderLine, OrderState } from './supplier-order.js';
import { supplierOrderList } from './supplier-order.list.js';

interface HeadRow {
  id: string;
  version: number;
  number: string;
  supplier_party_id: string;
  state: OrderState;
  placed_at: Temporal.Instant;
  acknowledged_at: Temporal.Instant | null;
  has_cart: boolean;
  deposit_state: Deposit['state'] | null;
  deposited_at: Temporal.Instant | null;
  collected_at: Temporal.Instant | null;
  reference: string;
}

interface LineRow {
  id: string;
  order_id: string;
  part_id: string;
  reference: string;
  designation: string;
  quantity: string;
  received: string;
  cancelled: string;
  unit_price: string | null;
  expected_on: Temporal.PlainDate | null;
  exhausted: boolean;
}

/** A line of an order that is being placed, with the needs it is for. */
export interface NewOrderLine {
  readonly id: string;
  readonly partId: string;
  readonly quantity: Quantity;
  readonly unitPrice: UnitPrice | undefined;
  readonly needs: readonly { readonly needId: string; readonly quantity: Quantity }[];
}

export interface NewOrder {
  readonly id: string;
  readonly number: string;
  readonly supplierPartyId: string;
  readonly lines: readonly NewOrderLine[];
}

const HEAD = `o.id, o.version, o.number, o.supplier_party_id, o.state, o.placed_at, o.acknowledged_at,
  exists (select from supplier_cart c
    where c.station_id = o.station_id and c.party_id = o.supplier_party_id and c.client_id <> '') as has_cart,
  d.state as deposit_state, d.deposited_at, d.collected_at, d.reference`;
const ORDERS = `supplier_order o left join supplier_order_deposit d on d.station_id = o.station_id and d.order_id = o.id`;
const LINES = `
  select l.id, l.order_id, l.part_id, p.reference, p.designation, l.quantity, l.received, l.cancelled, l.unit_price,
    l.expected_on, l.exhausted
  from supplier_order_line l join part p on p.station_id = l.station_id and p.id = l.part_id`;

/** Supplier orders. An order's row is the lock of its lines; orders are locked in the order of their ids. */
@Injectable()
export class SupplierOrderRepository {
  async insert(tx: Tx, orders: readonly NewOrder[]): Promise<void> {
    await tx.run(
      `insert into supplier_order (station_id, id, version, number, supplier_party_id, state, placed_at)
       select $1, id, 1, number, supplier, 'draft', $2
       from unnest($3::uuid[], $4::text[], $5::uuid[]) as x (id, number, supplier)`,
      [
        tx.scope.stationId,
        tx.now,
        orders.map(({ id }) => id),
        orders.map(({ number }) => number),
        orders.map(({ supplierPartyId }) => supplierPartyId),
      ],
    );
    const lines = orders.flatMap(({ id, lines: of }) =>
      of.map((line, i) => ({ ...line, orderId: id, position: i + 1 })),
    );
    await tx.run(
      `insert into supplier_order_line (station_id, id, order_id, position, part_id, quantity, unit_price)
       select $1, x.* from unnest($2::uuid[], $3::uuid[], $4::int[], $5::uuid[], $6::numeric[], $7::numeric[]) as x`,
      [
        tx.scope.stationId,
        lines.map(({ id }) => id),
        lines.map(({ orderId }) => orderId),
        lines.map(({ position }) => position),
        lines.map(({ partId }) => partId),
        lines.map(({ quantity }) => quantity),
        lines.map(({ unitPrice }) => unitPrice ?? null),
      ],
    );
    const needs = lines.flatMap(({ id, needs: of }) => of.map((need) => ({ ...need, lineId: id })));
    await tx.run(
      `insert into order_line_need (station_id, order_line_id, need_id, quantity, open)
       select $1, line_id, need_id, quantity, quantity
       from unnest($2::uuid[], $3::uuid[], $4::numeric[]) as x (line_id, need_id, quantity)`,
      [
        tx.scope.stationId,
        needs.map(({ lineId }) => lineId),
        needs.map(({ needId }) => needId),
        needs.map(({ quantity }) => quantity),
      ],
    );
  }

  async byIds(tx: Tx, ids: readonly string[]): Promise<OrderHead[]> {
    return this.#heads(tx, 'o.id = any ($2::uuid[]) order by o.number', [ids]);
  }

  async byNumbers(tx: Tx, numbers: readonly string[]): Promise<OrderHead[]> {
    return this.#heads(tx, 'o.number = any ($2)', [numbers]);
  }

  async lock(tx: Tx, ids: readonly string[]): Promise<OrderHead[]> {
    return this.#heads(tx, 'o.id = any ($2::uuid[]) order by o.id for update of o', [ids]);
  }

  /** Locks the orders of these lines. */
  async lockOfLines(tx: Tx, lineIds: readonly string[]): Promise<OrderHead[]> {
    return this.#heads(
      tx,
      `o.id in (select order_id from supplier_order_line where station_id = $1 and id = any ($2::uuid[]))
       order by o.id for update of o`,
      [lineIds],
    );
  }

  async linesOf(tx: Tx, orderIds: readonly string[]): Promise<OrderLine[]> {
    const rows = await tx.rows<LineRow>(
      `${LINES} where l.station_id = $1 and l.order_id = any ($2::uuid[]) order by l.order_id, l.position`,
      [tx.scope.stationId, orderIds],
    );
    return rows.map(toLine);
  }

  /**
   * What the parcels of an order's lines are marked by, some of it where there is much: countermarks of those whom they are for,
   * or numbers of their files and orders.
   */
  async countermarksOf(
    tx: Tx,
    orderId: string,
    by: 'countermark' | 'origin_number' = 'countermark',
  ): Promise<Map<string, string[]>> {
    const rows = await tx.rows<{ line_id: string; countermarks: string[] }>(
      `select l.id as line_id, (array_agg(distinct n.${by} order by n.${by}))[1:5] as countermarks
       from supplier_order_line l
       join order_line_need w on w.station_id = l.station_id and w.order_line_id = l.id
       join need n on n.station_id = w.station_id and n.id = w.need_id
       where l.station_id = $1 and l.order_id = $2 and n.${by} <> '' group by l.id`,
      [tx.scope.stationId, orderId],
    );
    return new Map(rows.map(({ line_id, countermarks }) => [line_id, countermarks]));
  }

  /** When lines of a locked order are awaited of which nothing was said yet. */
  async expect(tx: Tx, orderId: string, day: Temporal.PlainDate): Promise<void> {
    await tx.run(
      'update supplier_order_line set expected_on = $3 where station_id = $1 and order_id = $2 and expected_on is null',
      [tx.scope.stationId, orderId, day],
    );
  }

  /** Lines of a supplier that still await parts, the oldest order first; of some orders, of a part, expected until a day. */
  async awaited(
    tx: Tx,
    filter: { supplierPartyId: string; orderIds: readonly string[] | null; partId?: string; until?: BusinessDay },
  ): Promise<OrderLine[]> {
    const rows = await tx.rows<LineRow>(
      `${LINES} join supplier_order o on o.station_id = l.station_id and o.id = l.order_id
       where l.station_id = $1 and o.supplier_party_id = $2 and o.is_receivable
         and ($3::uuid[] is null or o.id = any ($3)) and ($4::uuid is null or l.part_id = $4)
         and ($5::date is null or l.expected_on <= $5 or (l.expected_on is null and o.placed_at < $6::timestamptz))
         and l.quantity > l.received + l.cancelled
       order by o.placed_at, o.id, l.position`,
      [
        tx.scope.stationId,
        filter.supplierPartyId,
        filter.orderIds,
        filter.partId ?? null,
        filter.until?.date ?? null,
        filter.until?.end ?? null,
      ],
    );
    return rows.map(toLine);
  }

  async page(tx: Tx, query: ListQuery | undefined): Promise<ListPage<OrderHead>> {
    const { rows, nextCursor } = await listPage<HeadRow>(tx, supplierOrderList, query, {
      columns: HEAD,
      from: ORDERS,
      where: 'o.station_id = $1',
      params: [tx.scope.stationId],
    });
    return { rows: rows.map(toHead), nextCursor };
  }

  /** Sets the state of locked orders, and when they got it where that is kept. */
  async setStates(tx: Tx, states: ReadonlyMap<string, OrderState>, acknowledged = false): Promise<void> {
    await tx.run(
      `update supplier_order o set version = version + 1, state = x.state,
         sent_at = case when x.state = 'sent' then coalesce(o.sent_at, $2) else o.sent_at end,
         acknowledged_at = case when $5 then coalesce(o.acknowledged_at, $2) else o.acknowledged_at end,
         closed_at = case when x.state in ('closed', 'cancelled') then coalesce(o.closed_at, $2) end
       from unnest($3::uuid[], $4::text[]) as x (id, state)
       where o.station_id = $1 and o.id = x.id`,
      [tx.scope.stationId, tx.now, [...states.keys()], [...states.values()], acknowledged],
    );
  }

  /** Writes what changed of lines of locked orders. */
  async updateLines(tx: Tx, lines: readonly OrderLine[]): Promise<void> {
    await tx.run(
      `update supplier_order_line l set quantity = x.quantity, received = x.received, cancelled = x.cancelled,
         unit_price = x.unit_price, expected_on = x.expected_on, exhausted = x.exhausted
       from unnest($2::uuid[], $3::numeric[], $4::numeric[], $5::numeric[], $6::numeric[], $7::date[], $8::boolean[])
         as x (id, quantity, received, cancelled, unit_price, expected_on, exhausted)
       where l.station_id = $1 and l.id = x.id`,
      [
        tx.scope.stationId,
        lines.map(({ id }) => id),
        lines.map(({ quantity }) => quantity),
        lines.map(({ received }) => received),
        lines.map(({ cancelled }) => cancelled),
        lines.map(({ unitPrice }) => unitPrice ?? null),
        lines.map(({ expectedOn }) => expectedOn),
        lines.map(({ exhausted }) => exhausted),
      ],
    );
  }

  /** The needs that lines are for; to be relied on once the needs are locked. */
  async needsOf(tx: Tx, lineIds: readonly string[]): Promise<LineNeed[]> {
    const rows = await tx.rows<{
      order_line_id: string;
      need_id: string;
      open: string;
      met: string;
      waiting: string;
      origin_kind: string;
      origin_id: string;
      priority: number;
      wanted_on: Temporal.PlainDate | null;
      created_at: Temporal.Instant;
    }>(
      `select l.order_line_id, l.need_id, l.open, l.quantity - l.open as met, n.waiting, n.origin_kind, n.origin_id,
         n.priority, n.wanted_on, n.created_at
       from order_line_need l join need n on n.station_id = l.station_id and n.id = l.need_id
       where l.station_id = $1 and l.order_line_id = any ($2::uuid[]) order by l.need_id`,
      [tx.scope.stationId, lineIds],
    );
    return rows.map((row) => ({
      orderLineId: row.order_line_id,
      needId: row.need_id,
      open: Quantity.parse(row.open),
      met: Quantity.parse(row.met),
      waiting: Quantity.parse(row.waiting),
      originKind: row.origin_kind,
      originId: row.origin_id,
      turn: { id: row.need_id, priority: row.priority, wantedOn: row.wanted_on, createdAt: row.created_at },
    }));
  }

  async #heads(tx: Tx, where: string, params: readonly unknown[]): Promise<OrderHead[]> {
    const rows = await tx.rows<HeadRow>(`select ${HEAD} from ${ORDERS} where o.station_id = $1 and ${where}`, [
      tx.scope.stationId,
      ...params,
    ]);
    return rows.map(toHead);
  }
}

function toHead(row: HeadRow): OrderHead {
  return {
    id: row.id,
    version: row.version,
    number: row.number,
    supplierPartyId: row.supplier_party_id,
    state: row.state,
    placedAt: row.placed_at,
    acknowledged: row.acknowledged_at !== null,
    hasCart: row.has_cart,
    deposit:
      row.deposit_state === null || row.deposited_at === null
        ? undefined
        : {
            state: row.deposit_state,
            depositedAt: row.deposited_at,
            collectedAt: row.collected_at,
            reference: row.reference,
          },
  };
}

function toLine(row: LineRow): OrderLine {
  return {
    id: row.id,
    orderId: row.order_id,
    partId: row.part_id,
    reference: row.reference,
    designation: row.designation,
    quantity: Quantity.parse(row.quantity),
    received: Quantity.parse(row.received),
    cancelled: Quantity.parse(row.cancelled),
    unitPrice: row.unit_price === null ? undefined : UnitPrice.parse(row.unit_price),
    expectedOn: row.expected_on,
    exhausted: row.exhausted,
  };
}
