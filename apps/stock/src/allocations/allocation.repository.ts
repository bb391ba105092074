import { Quantity, type Temporal } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import type { AllocationRow, Cut, OpenAllocation, WithdrawalReason } from './allocation.js';
import type { Portion } from './allocation-policy.js';

const ROW = `a.id, a.need_id as "needId", n.origin_kind as "originKind", n.origin_id as "originId",
  a.need_id as "originLineId", a.part_id as "partId", a.location, a.quantity, a.receipt_line_id as "receiptLineId", a.state,
  json_build_object('needVersion', n.version, 'onOrder', n.on_order::text, 'exhausted', n.exhausted) as supply`;
const FROM = `allocation a join need n on n.station_id = a.station_id and n.id = a.need_id`;

interface OpenRow {
  id: string;
  need_id: string;
  part_id: string;
  location: string;
  quantity: string;
  state: 'tentative' | 'confirmed';
  receipt_line_id: string | null;
  order_line_id: string | null;
  leaving: boolean | null;
  priority: number;
  wanted_on: Temporal.PlainDate | null;
  need_created_at: Temporal.Instant;
}

/** Allocations. Locked in the order of their ids, after the stock of their parts and their needs. */
@Injectable()
export class AllocationRepository {
  /** Gives the portions from where they lie: tentatively what came with a receipt, for good what was free. */
  async insert(tx: Tx, portions: readonly Portion[], location: string): Promise<AllocationRow[]> {
    const ids = portions.map(() => tx.newId());
    const inserted = await tx.rows<{ id: string }>(
      `insert into allocation (station_id, id, need_id, part_id, location, quantity, state, receipt_line_id, created_at)
       select $1, id, need_id, part_id, $8, quantity,
         case when receipt_line_id is null then 'confirmed' else 'tentative' end, receipt_line_id, $2
       from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::numeric[], $7::uuid[])
         as x (id, need_id, part_id, quantity, receipt_line_id)
       returning id`,
      [
        tx.scope.stationId,
        tx.now,
        ids,
        portions.map(({ needId }) => needId),
        portions.map(({ supply }) => supply.partId),
        portions.map(({ quantity }) => quantity),
        portions.map(({ supply }) => supply.receiptLineId),
        location,
      ],
    );
    return this.byIds(
      tx,
      inserted.map(({ id }) => id),
    );
  }

  async byIds(tx: Tx, ids: readonly string[]): Promise<AllocationRow[]> {
    return tx.rows<AllocationRow>(
      `select ${ROW} from ${FROM} where a.station_id = $1 and a.id = any ($2::uuid[]) order by a.id`,
      [tx.scope.stationId, ids],
    );
  }

  /** Allocations of what a receipt brought, in these states. */
  async ofReceipt(tx: Tx, receiptId: string, states: readonly AllocationRow['state'][]): Promise<AllocationRow[]> {
    return tx.rows<AllocationRow>(
      `select ${ROW} from ${FROM}
       join goods_receipt_line r on r.station_id = a.station_id and r.id = a.receipt_line_id
       where a.station_id = $1 and r.receipt_id = $2 and a.state = any ($3) order by a.id`,
      [tx.scope.stationId, receiptId, states],
    );
  }

  async confirm(tx: Tx, ids: readonly string[]): Promise<void> {
    await tx.run(
      `update allocation set state = 'confirmed' where station_id = $1 and id in (
         select id from allocation where station_id = $1 and id = any ($2::uuid[]) and state = 'tentative'
         order by id for update)`,
      [tx.scope.stationId, ids],
    );
  }

  /** Parts of these allocations: to know what to lock. */
  async partsOf(tx: Tx, ids: readonly string[]): Promise<{ partIds: string[]; needIds: string[] }> {
    const rows = await tx.rows<{ part_id: string; need_id: string }>(
      'select part_id, need_id from allocation where station_id = $1 and id = any ($2::uuid[])',
      [tx.scope.stationId, ids],
    );
    const unique = (values: string[]) => [...new Set(values)];
    return { partIds: unique(rows.map((row) => row.part_id)), needIds: unique(rows.map((row) => row.need_id)) };
  }

  /** Locks the open ones among allocations: by their ids, their needs or their parts. */
  async lockOpen(tx: Tx, by: 'id' | 'need_id' | 'part_id', ids: readonly string[]): Promise<OpenAllocation[]> {
    const rows = await tx.rows<OpenRow>(
      `select a.id, a.need_id, a.part_id, a.location, a.quantity, a.state, a.receipt_line_id,
         r.supplier_order_line_id as order_line_id, g.is_leaving as leaving, n.priority, n.wanted_on,
         n.created_at as need_created_at
       from ${FROM}
       left join goods_receipt_line r on r.station_id = a.station_id and r.id = a.receipt_line_id
       left join goods_receipt g on g.station_id = r.station_id and g.id = r.receipt_id
       where a.station_id = $1 and a.${by} = any ($2::uuid[]) and a.is_open order by a.id for update of a`,
      [tx.scope.stationId, ids],
    );
    return rows.map((row) => ({
      id: row.id,
      needId: row.need_id,
      partId: row.part_id,
      location: row.location,
      quantity: Quantity.parse(row.quantity),
      state: row.state,
      receiptLineId: row.receipt_line_id,
      orderLineId: row.order_line_id,
      leaving: row.leaving ?? false,
      need: { id: row.need_id, priority: row.priority, wantedOn: row.wanted_on, createdAt: row.need_created_at },
    }));
  }

  /** Closes locked allocations as withdrawn. Of one that is cut in part the rest stays open under its id. */
  async withdraw(tx: Tx, cuts: readonly Cut[], reason: WithdrawalReason): Promise<void> {
    const whole = cuts.filter(({ allocation, quantity }) => quantity.equals(allocation.quantity));
    await tx.run(
      `update allocation set state = 'withdrawn', closed_at = $3, reason = $4
       where station_id = $1 and id = any ($2::uuid[])`,
      [tx.scope.stationId, whole.map(({ allocation }) => allocation.id), tx.now, reason],
    );
    await this.#split(
      tx,
      cuts.filter((cut) => !whole.includes(cut)),
      reason,
    );
  }

  /** Closes locked allocations as consumed by a run of saga file-to-invoice. */
  async consume(tx: Tx, ids: readonly string[], sagaId: string): Promise<void> {
    await tx.run(
      `update allocation set state = 'consumed', closed_at = $3, saga_id = $4
       where station_id = $1 and id = any ($2::uuid[])`,
      [tx.scope.stationId, ids, tx.now, sagaId],
    );
  }

  /** What a run of saga file-to-invoice consumed for an origin. */
  async consumedBy(tx: Tx, sagaId: string, originId: string): Promise<AllocationRow[]> {
    return tx.rows<AllocationRow>(
      `select ${ROW} from ${FROM}
       where a.station_id = $1 and a.saga_id = $2 and n.origin_id = $3 order by a.id`,
      [tx.scope.stationId, sagaId, originId],
    );
  }

  /** Opens consumed allocations again, as confirmed, or closes them as withdrawn where their parts are gone. */
  async giveBack(tx: Tx, ids: readonly string[], state: 'confirmed' | 'withdrawn'): Promise<void> {
    await tx.run(
      `update allocation set state = $3, saga_id = null, closed_at = $4, reason = $5
       where station_id = $1 and id = any ($2::uuid[])`,
      [
        tx.scope.stationId,
        ids,
        state,
        state === 'withdrawn' ? tx.now : null,
        state === 'withdrawn' ? ('stock-corrected' satisfies WithdrawalReason) : '',
      ],
    );
  }

  /** Takes quantities out of allocations, as withdrawn allocations of their own. */
  async #split(tx: Tx, cuts: readonly Cut[], reason: WithdrawalReason): Promise<void> {
    if (cuts.length === 0) return;
    const ids = cuts.map(({ allocation }) => allocation.id);
    const quantities = cuts.map(({ quantity }) => quantity);
    await tx.run(
      `update allocation a set quantity = a.quantity - x.quantity
       from unnest($2::uuid[], $3::numeric[]) as x (id, quantity) where a.station_id = $1 and a.id = x.id`,
      [tx.scope.stationId, ids, quantities],
    );
    await tx.run(
      `insert into allocation (station_id, id, need_id, part_id, location, quantity, state, receipt_line_id, created_at,
         closed_at, reason)
       select a.station_id, x.new_id, a.need_id, a.part_id, a.location, x.quantity, 'withdrawn', a.receipt_line_id,
         a.created_at, $5, $6
       from unnest($2::uuid[], $3::numeric[], $4::uuid[]) as x (id, quantity, new_id)
       join allocation a on a.station_id = $1 and a.id = x.id`,
      [tx.scope.stationId, ids, quantities, cuts.map(() => tx.newId()), tx.now, reason],
    );
  }
}
