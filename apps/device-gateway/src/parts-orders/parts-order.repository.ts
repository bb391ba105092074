import type { PartsOrder, PartsOrderLine } from '@navette/contracts/device_gateway/v1/service';
import type {
  SupplierOrderDeposited,
  SupplierOrderDeposited_Line as DepositedLine,
} from '@navette/contracts/stock/v1/events';
import { Temporal } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import type { PartsOrderState } from './parts-order.js';

interface OrderRow {
  id: string;
  number: string;
  station: string;
  state: PartsOrderState;
  deposited_at: Temporal.Instant;
  updated_at: Temporal.Instant;
  collected_at: Temporal.Instant | null;
  reference: string;
  line_count: number;
}

/** What of an order decides whether it can be collected. */
export interface LockedOrder {
  readonly number: string;
  readonly stationId: string;
  readonly state: PartsOrderState;
  readonly reference: string;
}

const ORDER = `select o.id, o.number, coalesce(s.code, '') as station, o.state, o.deposited_at, o.updated_at, o.collected_at,
    o.reference, o.line_count
  from parts_order o left join network_station s on s.id = o.for_station_id`;

/** Orders in one client's cart: every question begins with `actAs`, else row-level security shows nothing. */
@Injectable()
export class PartsOrderRepository {
  /**
   * Keeps some lines of an order of the scope's station, and the order with the first of them; what is there already stays. False
   * where nothing was new, or the order is another station's.
   */
  async keep(tx: Tx, { clientId, depositedAt, lineCount, lines, number, orderId: id }: SupplierOrderDeposited) {
    const kept = await tx.run(
      `insert into parts_order as o
         (client_id, id, for_station_id, number, state, deposited_at, updated_at, line_count, missing)
       values ($1, $2, $3, $4, 'waiting', $5, $6, $7, $7)
       on conflict (client_id, id) do update set deposited_at = case when o.missing is null then $5 else o.deposited_at end,
         line_count = $7, missing = coalesce(o.missing, $7)
       where o.for_station_id = excluded.for_station_id`,
      [clientId, id, tx.scope.stationId, number, Temporal.Instant.from(depositedAt), tx.now, lineCount],
    );
    if (kept === 0) return false;
    const added = await this.#addLines(tx, clientId, id, lines);
    await tx.run('update parts_order set missing = missing - $3, updated_at = $4 where client_id = $1 and id = $2', [
      clientId,
      id,
      added,
      tx.now,
    ]);
    return added > 0;
  }

  /** Withdraws an order of the scope's station unless it was collected, also one that has not been heard of yet. */
  async withdraw(tx: Tx, clientId: string, id: string, number: string): Promise<boolean> {
    const withdrawn = await tx.run(
      `insert into parts_order as o (client_id, id, for_station_id, number, state, deposited_at, updated_at)
       values ($1, $2, $3, $4, 'withdrawn', $5, $5)
       on conflict (client_id, id) do update set state = 'withdrawn', updated_at = $5
       where o.for_station_id = excluded.for_station_id and o.state = 'waiting'`,
      [clientId, id, tx.scope.stationId, number, tx.now],
    );
    return withdrawn === 1;
  }

  /** The order of the client, once all its lines are known. */
  async lockById(tx: Tx, clientId: string, id: string): Promise<LockedOrder | undefined> {
    return tx.first(
      `select number, for_station_id as "stationId", state, reference from parts_order
       where client_id = $1 and id = $2 and is_whole for update`,
      [clientId, id],
    );
  }

  async collect(tx: Tx, clientId: string, id: string, reference: string): Promise<void> {
    await tx.run(
      `update parts_order set state = 'collected', reference = $3, collected_at = $4, updated_at = $4
       where client_id = $1 and id = $2`,
      [clientId, id, reference, tx.now],
    );
  }

  /** With its lines. */
  async byId(tx: Tx, clientId: string, id: string): Promise<PartsOrder | undefined> {
    const row = await tx.first<OrderRow>(`${ORDER} where o.client_id = $1 and o.id = $2 and o.is_whole`, [
      clientId,
      id,
    ]);
    return row && toOrder(row, await this.#linesOf(tx, clientId, id));
  }

  /** Latest first, without lines; `before` is the id of the last row of the page before. */
  async page(
    tx: Tx,
    clientId: string,
    state: string,
    before: string | undefined,
    limit: number,
  ): Promise<PartsOrder[]> {
    const rows = await tx.rows<OrderRow>(
      `${ORDER} where o.client_id = $1 and o.is_whole and ($2 = '' or o.state = $2) and ($3::uuid is null or o.id < $3)
       order by o.id desc limit $4`,
      [clientId, state, before ?? null, limit],
    );
    return rows.map((row) => toOrder(row, []));
  }

  #addLines(tx: Tx, clientId: string, orderId: string, lines: readonly DepositedLine[]): Promise<number> {
    return tx.run(
      `insert into parts_order_line
         (client_id, order_id, position, id, reference, designation, quantity, unit_price, expected_on, countermarks)
       select $1, $2, position, "lineId", reference, designation, quantity, nullif("unitPrice", '')::numeric,
         nullif("expectedOn", '')::date, countermarks
       from jsonb_to_recordset($3::jsonb) as x (position int, "lineId" uuid, reference text, designation text,
         quantity numeric, "unitPrice" text, "expectedOn" text, countermarks text[])
       on conflict (client_id, order_id, position) do nothing`,
      [clientId, orderId, JSON.stringify(lines)],
    );
  }

  async #linesOf(tx: Tx, clientId: string, orderId: string): Promise<PartsOrderLine[]> {
    return tx.rows<PartsOrderLine>(
      `select id, reference, designation, quantity::text as quantity, coalesce(unit_price::text, '') as "unitPrice",
         coalesce(expected_on::text, '') as "expectedOn", countermarks
       from parts_order_line where client_id = $1 and order_id = $2 order by position`,
      [clientId, orderId],
    );
  }
}

function toOrder(row: OrderRow, lines: PartsOrderLine[]): PartsOrder {
  const { id, line_count: lineCount, number, reference, state, station } = row;
  return {
    id,
    number,
    station,
    state,
    depositedAt: row.deposited_at.toString(),
    updatedAt: row.updated_at.toString(),
    collectedAt: row.collected_at?.toString() ?? '',
    reference,
    lineCount,
    lines,
  };
}
