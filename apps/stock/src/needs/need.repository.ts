import { Quantity, type Temporal } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import {
  ORDINARY_PRIORITY,
  type NeedChange,
  type NeedLine,
  type NeedOrigin,
  type OrderLink,
  type UnmetNeed,
} from './need.js';

/** A need as its events and its neighbours know it. */
export interface NeedHead {
  readonly id: string;
  readonly version: number;
  readonly partId: string;
  readonly originKind: string;
  readonly originId: string;
  readonly quantity: string;
  readonly waiting: string;
  readonly allocated: string;
  readonly onOrder: string;
  /** A supplier will not send its part, and it was not ordered anew since. */
  readonly exhausted: boolean;
}

/** Signed changes of what an order line owes a need; `quantity` changes when it never will again. */
export interface LinkMove {
  /** Or the transfer from a sister station (ST-15). */
  readonly orderLineId: string;
  readonly needId: string;
  readonly open: Quantity;
  readonly quantity?: Quantity;
}

interface UnmetRow {
  id: string;
  part_id: string;
  priority: number;
  wanted_on: Temporal.PlainDate | null;
  created_at: Temporal.Instant;
  frozen: boolean;
  waiting: string;
}

/** What owes needs their parts, in tables alike. */
const SOURCES = { order_line_need: 'order_line_id', transfer_need: 'transfer_id' };

const HEAD = `id, version, part_id as "partId", origin_kind as "originKind", origin_id as "originId", quantity, waiting,
  allocated, on_order as "onOrder", exhausted`;
const UNMET = 'id, part_id, priority, wanted_on, created_at, frozen, waiting';

/** Needs and what orders owe them. A need's row is the lock of both; needs are locked in the order of their ids. */
@Injectable()
export class NeedRepository {
  /** Whoever raises or cancels needs of an origin goes one after the other: a cancellation may come first. */
  async lockOrigin(tx: Tx, originId: string): Promise<void> {
    await tx.run('select pg_advisory_xact_lock(hashtextextended($1, 0))', [originId]);
  }

  /** Adds needs that are not known yet; `cancelledBefore` says what of them was cancelled before they came. */
  async insert(
    tx: Tx,
    origin: NeedOrigin,
    lines: readonly NeedLine[],
    cancelledBefore: (line: NeedLine) => Quantity,
  ): Promise<string[]> {
    const cancelled = lines.map(cancelledBefore);
    const rows = await tx.rows<{ id: string }>(
      `insert into need (station_id, id, version, part_id, origin_kind, origin_id, origin_number, origin_label,
         customer_party_id, priority, wanted_on, countermark, frozen, created_at, quantity, cancelled)
       select $1, id, 1, part_id, $2, $3, $4, $5, $6, $7, $8, $4, false, $9, quantity, cancelled
       from unnest($10::uuid[], $11::uuid[], $12::numeric[], $13::numeric[]) as x (id, part_id, quantity, cancelled)
       on conflict do nothing returning id`,
      [
        tx.scope.stationId,
        origin.kind,
        origin.id,
        origin.number,
        origin.label,
        origin.customerPartyId,
        ORDINARY_PRIORITY,
        origin.wantedOn,
        tx.now,
        lines.map(({ needId }) => needId),
        lines.map(({ partId }) => partId),
        lines.map(({ quantity }) => quantity),
        cancelled,
      ],
    );
    return rows.map(({ id }) => id);
  }

  /** Notes cancellations of needs that have not come yet; null is all of a need. */
  async bury(tx: Tx, cancels: readonly { needId: string; quantity: Quantity | null }[]): Promise<void> {
    await tx.run(
      `insert into need_tombstone as t (station_id, need_id, quantity, noted_at)
       select $1, id, quantity, $2 from unnest($3::uuid[], $4::numeric[]) as x (id, quantity)
       on conflict (station_id, need_id) do update set quantity = t.quantity + excluded.quantity`,
      [tx.scope.stationId, tx.now, cancels.map(({ needId }) => needId), cancels.map(({ quantity }) => quantity)],
    );
  }

  /** What was cancelled before it came: a quantity, or null for all. */
  async buried(tx: Tx, needIds: readonly string[]): Promise<Map<string, Quantity | null>> {
    const rows = await tx.rows<{ need_id: string; quantity: string | null }>(
      'select need_id, quantity from need_tombstone where station_id = $1 and need_id = any ($2::uuid[])',
      [tx.scope.stationId, needIds],
    );
    return new Map(rows.map((row) => [row.need_id, row.quantity === null ? null : Quantity.parse(row.quantity)]));
  }

  async heads(tx: Tx, needIds: readonly string[]): Promise<Map<string, NeedHead>> {
    return byId(
      await tx.rows<NeedHead>(`select ${HEAD} from need where station_id = $1 and id = any ($2::uuid[])`, [
        tx.scope.stationId,
        needIds,
      ]),
    );
  }

  /** Needs of an origin that are not over, by part: to know what to lock. */
  async ofOrigin(tx: Tx, originKind: string, originId: string): Promise<NeedHead[]> {
    return tx.rows<NeedHead>(`select ${HEAD} from need where station_id = $1 and origin_kind = $2 and origin_id = $3`, [
      tx.scope.stationId,
      originKind,
      originId,
    ]);
  }

  /** Locks those needs, whatever their state. */
  async lock(tx: Tx, needIds: readonly string[]): Promise<Map<string, UnmetNeed>> {
    const rows = await tx.rows<UnmetRow>(
      `select ${UNMET} from need where station_id = $1 and id = any ($2::uuid[]) order by id for update`,
      [tx.scope.stationId, needIds],
    );
    return new Map((await this.#withLinks(tx, rows)).map((need) => [need.id, need]));
  }

  /** Locks the needs of these parts that want more than is allocated to them. */
  lockUnmet(tx: Tx, partIds: readonly string[]): Promise<UnmetNeed[]> {
    return this.#unmet(tx, partIds, 'for update');
  }

  /** As `lockUnmet`, to be looked at only. */
  unmet(tx: Tx, partIds: readonly string[]): Promise<UnmetNeed[]> {
    return this.#unmet(tx, partIds, '');
  }

  /** Changes a locked need. */
  async change(tx: Tx, id: string, { frozen, priority, countermark }: NeedChange): Promise<void> {
    await tx.run(
      `update need set version = version + 1, frozen = coalesce($3, frozen), priority = coalesce($4, priority),
         countermark = coalesce($5, countermark)
       where station_id = $1 and id = $2`,
      [tx.scope.stationId, id, frozen ?? null, priority ?? null, countermark ?? null],
    );
  }

  /**
   * Cancels quantities of locked needs that wait, or takes a cancellation back where they are negative. All other counts
   * follow by themselves from order lines and allocations.
   */
  async cancel(tx: Tx, cancels: readonly { needId: string; quantity: Quantity }[]): Promise<void> {
    const some = cancels.filter(({ quantity }) => !quantity.isZero());
    if (some.length === 0) return;
    await tx.run(
      `update need n set cancelled = n.cancelled + x.quantity, version = n.version + 1
       from (select id, sum(quantity) as quantity from unnest($2::uuid[], $3::numeric[]) as m (id, quantity) group by id) x
       where n.station_id = $1 and n.id = x.id`,
      [tx.scope.stationId, some.map(({ needId }) => needId), some.map(({ quantity }) => quantity)],
    );
  }

  /** Changes what order lines owe locked needs; what is not owed any more waits again. */
  async moveLinks(tx: Tx, moves: readonly LinkMove[]): Promise<void> {
    if (moves.length === 0) return;
    for (const [table, source] of Object.entries(SOURCES)) {
      await tx.run(
        `update ${table} l set open = l.open + x.open, quantity = l.quantity + x.quantity
         from (select source_id, need_id, sum(open) as open, sum(quantity) as quantity
               from unnest($2::uuid[], $3::uuid[], $4::numeric[], $5::numeric[]) as m (source_id, need_id, open, quantity)
               group by source_id, need_id) x
         where l.station_id = $1 and l.${source} = x.source_id and l.need_id = x.need_id`,
        [
          tx.scope.stationId,
          moves.map(({ orderLineId }) => orderLineId),
          moves.map(({ needId }) => needId),
          moves.map(({ open }) => open),
          moves.map(({ quantity }) => quantity ?? Quantity.zero),
        ],
      );
    }
  }

  /** Notes whether a supplier has said of locked needs that it will not send their part. */
  async setExhausted(tx: Tx, needIds: readonly string[], exhausted: boolean): Promise<void> {
    await tx.run(
      `update need set exhausted = $3, version = version + 1
       where station_id = $1 and id = any ($2::uuid[]) and exhausted <> $3`,
      [tx.scope.stationId, needIds, exhausted],
    );
  }

  async #unmet(tx: Tx, partIds: readonly string[], lock: 'for update' | ''): Promise<UnmetNeed[]> {
    const rows = await tx.rows<UnmetRow>(
      `select ${UNMET} from need
       where station_id = $1 and part_id = any ($2::uuid[]) and is_unmet and not frozen order by id ${lock}`,
      [tx.scope.stationId, partIds],
    );
    return this.#withLinks(tx, rows);
  }

  async #withLinks(tx: Tx, rows: readonly UnmetRow[]): Promise<UnmetNeed[]> {
    if (rows.length === 0) return [];
    const links = await tx.rows<{ need_id: string; order_line_id: string; open: string }>(
      Object.entries(SOURCES)
        .map(
          ([table, source]) => `select need_id, ${source} as order_line_id, open from ${table}
            where station_id = $1 and need_id = any ($2::uuid[]) and is_open`,
        )
        .join(' union all '),
      [tx.scope.stationId, rows.map(({ id }) => id)],
    );
    const byNeed = new Map<string, OrderLink[]>();
    for (const link of links) {
      const known = byNeed.get(link.need_id) ?? [];
      byNeed.set(link.need_id, [...known, { orderLineId: link.order_line_id, open: Quantity.parse(link.open) }]);
    }
    return rows.map((row) => ({
      id: row.id,
      partId: row.part_id,
      priority: row.priority,
      wantedOn: row.wanted_on,
      createdAt: row.created_at,
      frozen: row.frozen,
      waiting: Quantity.parse(row.waiting),
      links: byNeed.get(row.id) ?? [],
    }));
  }
}

function byId(rows: readonly NeedHead[]): Map<string, NeedHead> {
  return new Map(rows.map((row) => [row.id, row]));
}
