import type { CustomerOrder, ListCustomerOrdersResponse } from '@navette/contracts/billing/v1/service';
import { DocumentHeader, PriceExplanation, type ListQuery, type NeedSupply } from '@navette/contracts/common/v1/common';
import { Quantity, type Temporal, type UnitPrice } from '@navette/kernel';
import { listPage, type Tx } from '@navette/platform/database';
import type { OrderType } from '@navette/reference';
import { Injectable } from '@nestjs/common';
import { customerOrderList } from './customer-order.list.js';
import { allocated, isExhausted, type LineQuantities, type OrderState } from './customer-order.js';

export interface NewOrder {
  readonly id: string;
  readonly number: string;
  readonly customerPartyId: string;
  readonly state: OrderState;
  readonly type: OrderType;
  readonly wantedOn: Temporal.PlainDate;
  readonly header: DocumentHeader;
  readonly lines: readonly NewOrderLine[];
}

export interface NewOrderLine {
  readonly id: string;
  readonly kind: 'part' | 'special_item';
  readonly partId: string;
  readonly reference: string;
  readonly designation: string;
  readonly wanted: Quantity;
  readonly unitPrice: UnitPrice;
  readonly vatCategory: string;
  readonly priceExplanation: PriceExplanation | undefined;
}

/** An order whose row this transaction holds. */
export interface LockedOrder {
  readonly id: string;
  readonly version: number;
  readonly number: string;
  readonly customerPartyId: string;
  readonly state: OrderState;
}

/** A line as it decides: its quantities and whose it is. */
export interface OrderLine extends LineQuantities {
  readonly id: string;
  readonly orderId: string;
}

/** What is known of an allocation; `quantity` is zero as long as only its withdrawal is. */
export interface Allocation {
  readonly id: string;
  readonly orderId: string;
  readonly lineId: string;
  readonly quantity: Quantity;
  /** Taken back of it so far. */
  readonly withdrawn: Quantity;
  readonly state: 'open' | 'declined' | 'withdrawn';
}

interface LineRow {
  id: string;
  order_id: string;
  kind: 'part' | 'special_item';
  part_id: string;
  reference: string;
  designation: string;
  wanted: string;
  ordered: string;
  given: string;
  delivered: string;
  cancelled: string;
  cancel_asked: string;
  on_order: string;
  given_up: boolean;
  unit_price: string;
  vat_category: string;
  price_explanation: unknown;
}

interface OrderRow {
  id: string;
  version: number;
  number: string;
  customer_party_id: string;
  state: OrderState;
  placed_at: Temporal.Instant;
  header: DocumentHeader | null;
  type: string;
  slip_in_progress: boolean;
}

const ORDER = `id, version, number, customer_party_id, state, placed_at, header, type,
  exists (select from delivery_slip s where s.station_id = customer_order.station_id and s.order_id = customer_order.id
    and s.delivered_at is null) as slip_in_progress`;

/** What stock has given a line is the sum of its allocations, computed and never stored. */
const LINES = `
  select l.id, l.order_id, l.kind, l.part_id, l.reference, l.designation, l.wanted, greatest(l.ordered, 0)::numeric(14,4) as ordered, l.delivered, l.cancelled,
    l.cancel_asked, l.unit_price, l.vat_category, l.price_explanation,
    l.on_order, l.exhausted as given_up,
    coalesce((select sum(greatest(a.quantity - a.withdrawn, 0)) from order_allocation a
      where a.station_id = l.station_id and a.line_id = l.id and a.state = 'open'), 0)::numeric(14,4) as given
  from customer_order_line l
  where l.station_id = $1 and l.order_id = any ($2::uuid[])
  order by l.order_id, l.position`;

/**
 * What is left of a line after so much more was delivered or cancelled. What is asked to be cancelled never is more, so a
 * request that was overtaken by a delivery does not wait for an answer that will not come.
 */
const LEFT = 'l.wanted - l.delivered - l.cancelled - a.quantity';

/** Quantities of lines by line, as two arrays bind. */
type Amounts = readonly { readonly lineId: string; readonly quantity: Quantity }[];

@Injectable()
export class CustomerOrderRepository {
  async insert(tx: Tx, order: NewOrder): Promise<void> {
    await tx.run(
      `insert into customer_order (station_id, id, version, number, customer_party_id, state, placed_at, wanted_on, header,
         type)
       values ($1, $2, 1, $3, $4, $5, $6, $7, $8, $9)`,
      [
        tx.scope.stationId,
        order.id,
        order.number,
        order.customerPartyId,
        order.state,
        tx.now,
        order.wantedOn,
        order.header,
        order.type,
      ],
    );
    const { lines } = order;
    await tx.run(
      `insert into customer_order_line (station_id, id, order_id, position, kind, part_id, reference, designation, wanted,
         unit_price, vat_category, price_explanation)
       select $1, id, $2, position, kind, part_id, reference, designation, wanted, unit_price, vat_category, why::jsonb
       from unnest($3::uuid[], $4::text[], $5::uuid[], $6::text[], $7::text[], $8::numeric[], $9::numeric[], $10::text[],
           $11::text[])
         with ordinality as l (id, kind, part_id, reference, designation, wanted, unit_price, vat_category, why, position)`,
      [
        tx.scope.stationId,
        order.id,
        lines.map((line) => line.id),
        lines.map((line) => line.kind),
        lines.map((line) => line.partId),
        lines.map((line) => line.reference),
        lines.map((line) => line.designation),
        lines.map((line) => line.wanted),
        lines.map((line) => line.unitPrice),
        lines.map((line) => line.vatCategory),
        lines.map(({ priceExplanation: why }) => why && JSON.stringify(PriceExplanation.toJSON(why))),
      ],
    );
  }

  async byId(tx: Tx, id: string): Promise<CustomerOrder | undefined> {
    const rows = await tx.rows<OrderRow>(`select ${ORDER} from customer_order where station_id = $1 and id = $2`, [
      tx.scope.stationId,
      id,
    ]);
    return (await this.#withLines(tx, rows))[0];
  }

  async page(tx: Tx, query: ListQuery | undefined): Promise<ListCustomerOrdersResponse> {
    const { rows, nextCursor } = await listPage<OrderRow>(tx, customerOrderList, query, {
      columns: ORDER,
      from: 'customer_order',
      where: 'station_id = $1',
      params: [tx.scope.stationId],
    });
    return { orders: await this.#withLines(tx, rows), nextCursor };
  }

  /** Locks orders in the order of their ids; those of other stations are not there. */
  async lock(tx: Tx, ids: readonly string[]): Promise<LockedOrder[]> {
    return tx.rows<LockedOrder>(
      `select id, version, number, customer_party_id as "customerPartyId", state from customer_order
       where station_id = $1 and id = any ($2::uuid[]) order by id for update`,
      [tx.scope.stationId, [...new Set(ids)]],
    );
  }

  async lines(tx: Tx, orderIds: readonly string[]): Promise<OrderLine[]> {
    const rows = await tx.rows<LineRow>(LINES, [tx.scope.stationId, orderIds]);
    return rows.map((row) => ({ id: row.id, orderId: row.order_id, ...quantitiesOf(row) }));
  }

  /** Writes the new version and state of locked orders. */
  async update(tx: Tx, orders: readonly { id: string; version: number; state: OrderState }[]): Promise<void> {
    if (orders.length === 0) return;
    await tx.run(
      `update customer_order o set version = n.version, state = n.state
       from unnest($2::uuid[], $3::int[], $4::text[]) as n (id, version, state)
       where o.station_id = $1 and o.id = n.id`,
      [
        tx.scope.stationId,
        orders.map(({ id }) => id),
        orders.map(({ version }) => version),
        orders.map(({ state }) => state),
      ],
    );
  }

  /** Of a locked order. */
  async setHeader(tx: Tx, id: string, header: DocumentHeader, version: number): Promise<void> {
    await tx.run('update customer_order set header = $3, version = $4 where station_id = $1 and id = $2', [
      tx.scope.stationId,
      id,
      header,
      version,
    ]);
  }

  /** Of a locked order. */
  async setType(tx: Tx, id: string, type: OrderType, version: number): Promise<void> {
    await tx.run('update customer_order set type = $3, version = $4 where station_id = $1 and id = $2', [
      tx.scope.stationId,
      id,
      type,
      version,
    ]);
  }

  /** Below zero where the word that less will come overtakes the order itself. */
  async addOrdered(tx: Tx, amounts: Amounts): Promise<void> {
    await this.#add(tx, 'ordered = l.ordered + a.quantity', amounts);
  }

  async addDelivered(tx: Tx, amounts: Amounts): Promise<void> {
    await this.#add(tx, `delivered = l.delivered + a.quantity, cancel_asked = least(l.cancel_asked, ${LEFT})`, amounts);
  }

  async addCancelled(tx: Tx, amounts: Amounts): Promise<void> {
    const asked = `greatest(least(l.cancel_asked - a.quantity, ${LEFT}), 0)`;
    await this.#add(tx, `cancelled = l.cancelled + a.quantity, cancel_asked = ${asked}`, amounts);
  }

  async setCancelAsked(tx: Tx, amounts: Amounts): Promise<void> {
    await this.#add(tx, 'cancel_asked = a.quantity', amounts);
  }

  /** Takes over what is still to come for lines; what is older than was heard before, or the same again, changes nothing. */
  async saveSupplies(tx: Tx, supplies: readonly (NeedSupply & { readonly lineId: string })[]): Promise<void> {
    if (supplies.length === 0) return;
    await tx.run(
      `update customer_order_line l set need_version = x.need_version, on_order = x.on_order, exhausted = x.exhausted
       from (select distinct on (line_id) *
         from unnest($2::uuid[], $3::int[], $4::numeric[], $5::boolean[]) as x (line_id, need_version, on_order, exhausted)
         order by line_id, need_version desc) x
       where l.station_id = $1 and l.id = x.line_id and l.need_version < x.need_version`,
      [
        tx.scope.stationId,
        supplies.map(({ lineId }) => lineId),
        supplies.map(({ needVersion }) => needVersion),
        supplies.map(({ onOrder }) => onOrder),
        supplies.map(({ exhausted }) => exhausted),
      ],
    );
  }

  async allocations(tx: Tx, ids: readonly string[]): Promise<Map<string, Allocation>> {
    const rows = await tx.rows<
      Record<'id' | 'orderId' | 'lineId' | 'quantity' | 'withdrawn', string> & Pick<Allocation, 'state'>
    >(
      `select id, order_id as "orderId", line_id as "lineId", quantity, withdrawn, state from order_allocation
       where station_id = $1 and id = any ($2::uuid[])`,
      [tx.scope.stationId, ids],
    );
    return new Map(
      rows.map((row) => [
        row.id,
        { ...row, quantity: Quantity.parse(row.quantity), withdrawn: Quantity.parse(row.withdrawn) },
      ]),
    );
  }

  /**
   * Writes allocations. Of a known one the quantity is filled in where it was not known, what was taken back adds up, and
   * the state stays once it is final: a withdrawal is not undone by what it overtook.
   */
  async saveAllocations(tx: Tx, rows: readonly Allocation[]): Promise<void> {
    if (rows.length === 0) return;
    await tx.run(
      `insert into order_allocation as a (station_id, id, order_id, line_id, quantity, withdrawn, state)
       select $1, id, order_id, line_id, quantity, withdrawn, state
       from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::numeric[], $6::numeric[], $7::text[])
         as x (id, order_id, line_id, quantity, withdrawn, state)
       on conflict (station_id, id) do update set
         quantity = case when a.quantity = 0 then excluded.quantity else a.quantity end,
         withdrawn = a.withdrawn + excluded.withdrawn,
         state = case when a.state = 'withdrawn' or excluded.state = 'open' then a.state else excluded.state end`,
      [
        tx.scope.stationId,
        rows.map(({ id }) => id),
        rows.map(({ orderId }) => orderId),
        rows.map(({ lineId }) => lineId),
        rows.map(({ quantity }) => quantity),
        rows.map(({ withdrawn }) => withdrawn),
        rows.map(({ state }) => state),
      ],
    );
  }

  /** `change` may use `l`, the line, and `a.quantity`, the sum for it. */
  async #add(tx: Tx, change: string, amounts: Amounts): Promise<void> {
    if (amounts.length === 0) return;
    await tx.run(
      `update customer_order_line l set ${change}
       from (select line_id, sum(quantity) as quantity from unnest($2::uuid[], $3::numeric[]) as x (line_id, quantity)
         group by line_id) a
       where l.station_id = $1 and l.id = a.line_id`,
      [tx.scope.stationId, amounts.map(({ lineId }) => lineId), amounts.map(({ quantity }) => quantity)],
    );
  }

  async #withLines(tx: Tx, orders: readonly OrderRow[]): Promise<CustomerOrder[]> {
    if (orders.length === 0) return [];
    const lines = await tx.rows<LineRow>(LINES, [tx.scope.stationId, orders.map(({ id }) => id)]);
    return orders.map((order) => ({
      id: order.id,
      version: String(order.version),
      number: order.number,
      customerPartyId: order.customer_party_id,
      state: order.state,
      placedAt: order.placed_at.toString(),
      type: order.type,
      slipInProgress: order.slip_in_progress,
      header: order.header === null ? undefined : DocumentHeader.fromPartial(order.header),
      lines: lines
        .filter((line) => line.order_id === order.id)
        .map((line) => ({
          id: line.id,
          partId: line.part_id,
          reference: line.reference,
          designation: line.designation,
          wanted: line.wanted,
          ordered: line.ordered,
          allocated: allocated(quantitiesOf(line)).toString(),
          delivered: line.delivered,
          cancelled: line.cancelled,
          cancelAsked: line.cancel_asked,
          exhausted: isExhausted(quantitiesOf(line)),
          unitPrice: line.unit_price,
          vatCategory: line.vat_category,
          priceExplanation:
            line.price_explanation === null ? undefined : PriceExplanation.fromJSON(line.price_explanation),
        })),
    }));
  }
}

function quantitiesOf(row: LineRow): LineQuantities {
  return {
    kind: row.kind,
    wanted: Quantity.parse(row.wanted),
    given: Quantity.parse(row.given),
    delivered: Quantity.parse(row.delivered),
    cancelled: Quantity.parse(row.cancelled),
    cancelAsked: Quantity.parse(row.cancel_asked),
    onOrder: Quantity.parse(row.on_order),
    givenUp: row.given_up,
  };
}
