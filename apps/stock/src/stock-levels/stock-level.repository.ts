import { Money, Quantity, UnitPrice, type Temporal } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { FREE } from './free-stock.js';
import {
  DEPOT,
  emptyLevel,
  type LevelAt,
  type LevelFigures,
  type LevelInTransit,
  type LevelOfPart,
} from './stock-level.js';
import { costAt, type Cost, type PartStock, type StockChange } from './valuation.js';

/** What caused a movement. */
export interface MovementOrigin {
  readonly kind:
    | 'goods_receipt'
    | 'correction'
    | 'intervention_file'
    | 'customer_order'
    | 'inventory'
    | 'supplier_return'
    | 'internal_transfer'
    | 'part_merge'
    | 'station_transfer'
    | 'stock_note';
  readonly id: string;
  readonly reason?: string;
}

export interface Movement {
  readonly partId: string;
  readonly lineId: string | null;
  readonly change: StockChange;
}

const LEVELS = `
  from part_stock s
  join stock_level l on l.station_id = s.station_id and l.part_id = s.part_id and l.location = '${DEPOT}'`;

/** Of a part: reserved, free and on order beside what is on hand. */
const FIGURES = `
  select s.part_id as "partId", s.on_hand as "onHand", s.value,
    (select sum(w.reserved) from stock_level w
     where w.station_id = s.station_id and w.part_id = s.part_id) as reserved,
    ${FREE} as free,
    coalesce((
      select sum(greatest(o.quantity - o.received - o.cancelled, 0)) from supplier_order_line o
      where o.station_id = s.station_id and o.part_id = s.part_id), 0) as "onOrder"
  ${LEVELS}`;

/** Stock of parts. `part_stock` is the lock of a part's stock; it is taken in the order of part ids. */
@Injectable()
export class StockLevelRepository {
  async byParts(tx: Tx, partIds: readonly string[]): Promise<Map<string, LevelFigures>> {
    const rows = await tx.rows<LevelFigures>(`${FIGURES} where s.station_id = $1 and s.part_id = any ($2::uuid[])`, [
      tx.scope.stationId,
      partIds,
    ]);
    return new Map(rows.map((row) => [row.partId, { ...row, onOrder: Quantity.parse(row.onOrder).toString() }]));
  }

  /** One part, with where it lies and what of it is on its way. */
  async ofPart(tx: Tx, partId: string): Promise<LevelOfPart> {
    const figures = (await this.byParts(tx, [partId])).get(partId) ?? emptyLevel(partId);
    return { figures, places: await this.places(tx, partId), transits: await this.inTransit(tx, partId) };
  }

  /** A keyset page in the order of part ids. */
  async page(
    tx: Tx,
    { negativeOnly, partIds }: { negativeOnly: boolean; partIds: readonly string[] | undefined },
    after: string | undefined,
    limit: number,
  ): Promise<LevelFigures[]> {
    const rows = await tx.rows<LevelFigures>(
      `${FIGURES} where s.station_id = $1 and ($2::uuid is null or s.part_id > $2) ${negativeOnly ? 'and l.is_negative' : ''}
         ${partIds === undefined ? '' : 'and s.part_id = any ($4::uuid[])'}
       order by s.part_id limit $3`,
      [tx.scope.stationId, after ?? null, limit, ...(partIds === undefined ? [] : [partIds])],
    );
    return rows.map((row) => ({ ...row, onOrder: Quantity.parse(row.onOrder).toString() }));
  }

  /** What is free of each part that has some; to be relied on once the parts are locked. */
  async free(tx: Tx, partIds: readonly string[]): Promise<Map<string, Quantity>> {
    const rows = await tx.rows<{ part_id: string; free: string }>(
      `select * from (select s.part_id, ${FREE} as free ${LEVELS} where s.station_id = $1 and s.part_id = any ($2::uuid[])) f
       where free > 0`,
      [tx.scope.stationId, partIds],
    );
    return new Map(rows.map(({ part_id, free }) => [part_id, Quantity.parse(free)]));
  }

  /** What is free of each part or, below zero, missing; without those that never were in stock. */
  async balances(tx: Tx, partIds: readonly string[]): Promise<Map<string, Quantity>> {
    const rows = await tx.rows<{ part_id: string; free: string }>(
      `select s.part_id, ${FREE} as free ${LEVELS} where s.station_id = $1 and s.part_id = any ($2::uuid[])`,
      [tx.scope.stationId, partIds],
    );
    return new Map(rows.map(({ part_id, free }) => [part_id, Quantity.parse(free)]));
  }

  /** Where a part lies: at the depot, and wherever else there is some (ST-2). */
  async places(tx: Tx, partId: string): Promise<LevelAt[]> {
    return tx.rows(
      `select coalesce(l.place_id::text, '') as "placeId", coalesce(e.code, '') as code, coalesce(e.label, '') as label,
         l.on_hand as "onHand", l.reserved
       from stock_level l left join catalogue_entry e on e.station_id = l.station_id and e.id = l.place_id
       where l.station_id = $1 and l.part_id = $2 and (l.place_id is null or l.on_hand > 0)
       order by l.place_id is not null, e.code`,
      [tx.scope.stationId, partId],
    );
  }

  /** What of a part has left one station and not arrived in the other, the earliest first (ST-15). */
  async inTransit(tx: Tx, partId: string): Promise<LevelInTransit[]> {
    return tx.rows(
      `select id as "transferId", number, side, other_code as "stationCode", other_name as "stationName", quantity,
         issued_at as since
       from station_transfer where station_id = $1 and part_id = $2 and state = 'issued' order by issued_at, id`,
      [tx.scope.stationId, partId],
    );
  }

  /** What is on hand of parts in one place; to be relied on once they are locked. */
  async onHandAt(tx: Tx, location: string, partIds: readonly string[]): Promise<Map<string, Quantity>> {
    const rows = await tx.rows<{ part_id: string; on_hand: string }>(
      'select part_id, on_hand from stock_level where station_id = $1 and location = $2 and part_id = any ($3::uuid[])',
      [tx.scope.stationId, location, partIds],
    );
    return new Map(rows.map(({ part_id, on_hand }) => [part_id, Quantity.parse(on_hand)]));
  }

  /** What is free of parts in one place, where there is some; to be relied on once they are locked. */
  async freeAt(tx: Tx, location: string, partIds: readonly string[]): Promise<Map<string, Quantity>> {
    // What is about to leave with a voided receipt lies at the depot.
    if (location === DEPOT) return this.free(tx, partIds);
    const rows = await tx.rows<{ part_id: string; free: string }>(
      `select part_id, on_hand - reserved as free from stock_level
       where station_id = $1 and location = $2 and part_id = any ($3::uuid[]) and on_hand > reserved`,
      [tx.scope.stationId, location, partIds],
    );
    return new Map(rows.map(({ part_id, free }) => [part_id, Quantity.parse(free)]));
  }

  /** What is on hand of a locked part, by place, where there is any or, below zero, some is owed. */
  async onHandByLocation(tx: Tx, partId: string): Promise<Map<string, Quantity>> {
    const rows = await tx.rows<{ location: string; on_hand: string }>(
      `select location, on_hand from stock_level where station_id = $1 and part_id = $2 and on_hand <> 0
       order by location`,
      [tx.scope.stationId, partId],
    );
    return new Map(rows.map(({ location, on_hand }) => [location, Quantity.parse(on_hand)]));
  }

  /** Of locked parts: whatever comes to this place has where to be counted. */
  async openAt(tx: Tx, location: string, partIds: readonly string[]): Promise<void> {
    if (location === DEPOT) return;
    await tx.run(
      `insert into stock_level (station_id, part_id, location) select $1, id, $2 from unnest($3::uuid[]) as x (id)
       on conflict do nothing`,
      [tx.scope.stationId, location, partIds],
    );
  }

  /** Of the parts, locked by the caller, those that no inventory counts in this place. */
  async uncounted(tx: Tx, location: string, partIds: readonly string[]): Promise<string[]> {
    const rows = await tx.rows<{ part_id: string }>(
      `select part_id from stock_level
       where station_id = $1 and location = $2 and part_id = any ($3::uuid[]) and frozen_by is null`,
      [tx.scope.stationId, location, partIds],
    );
    return rows.map(({ part_id }) => part_id);
  }

  /** The first of the parts, locked by the caller, that an inventory counts in this place, with its number and since when (ST-14). */
  async counted(
    tx: Tx,
    location: string,
    partIds: readonly string[],
    except?: string,
  ): Promise<{ reference: string; number: string; since: string } | undefined> {
    const row = await tx.first<{ reference: string; number: string; since: Temporal.Instant }>(
      `select p.reference, i.number, i.opened_at as since from stock_level l
       join inventory i on i.station_id = l.station_id and i.id = l.frozen_by
       join part p on p.station_id = l.station_id and p.id = l.part_id
       where l.station_id = $1 and l.location = $2 and l.part_id = any ($3::uuid[]) and l.frozen_by is distinct from $4::uuid
       order by p.reference_norm limit 1`,
      [tx.scope.stationId, location, partIds, except ?? null],
    );
    return row && { ...row, since: row.since.toString() };
  }

  /** How much more of each part is promised in a place than would be there after this much has left. */
  async overbooked(tx: Tx, location: string, leaving: ReadonlyMap<string, Quantity>): Promise<Map<string, Quantity>> {
    const rows = await tx.rows<{ part_id: string; over: string }>(
      `select * from (
         select l.part_id, l.reserved - greatest(l.on_hand - x.quantity, 0) as over
         from unnest($2::uuid[], $3::numeric[]) as x (part_id, quantity)
         join stock_level l on l.station_id = $1 and l.part_id = x.part_id and l.location = $4) o
       where over > 0`,
      [tx.scope.stationId, [...leaving.keys()], [...leaving.values()], location],
    );
    return new Map(rows.map(({ part_id, over }) => [part_id, Quantity.parse(over)]));
  }

  /** Locks the stock of those parts that ever had some. */
  async lock(tx: Tx, partIds: readonly string[]): Promise<Map<string, PartStock>> {
    const rows = await tx.rows<{ part_id: string; on_hand: string; value: string }>(
      `select part_id, on_hand, value from part_stock where station_id = $1 and part_id = any ($2::uuid[])
       order by part_id for update`,
      [tx.scope.stationId, [...new Set(partIds)]],
    );
    return new Map(
      rows.map((row) => [row.part_id, { onHand: Quantity.parse(row.on_hand), value: Money.parse(row.value) }]),
    );
  }

  /** Locks the stock of all these parts; a part that never had any begins at zero. */
  async lockAll(tx: Tx, partIds: readonly string[]): Promise<Map<string, PartStock>> {
    const wanted = [...new Set(partIds)];
    const known = await this.lock(tx, wanted);
    if (known.size === wanted.length) return known;
    const missing = wanted.filter((id) => !known.has(id)).sort();
    for (const [table, columns] of [
      ['part_stock', ''],
      ['stock_level', `, '${DEPOT}'`],
    ] as const) {
      await tx.run(
        `insert into ${table} (station_id, part_id${columns === '' ? '' : ', location'})
         select $1, id${columns} from unnest($2::uuid[]) with ordinality as x (id, position) order by position
         on conflict do nothing`,
        [tx.scope.stationId, missing],
      );
    }
    return this.lock(tx, wanted);
  }

  /** What a unit of each part cost when there last was one; its purchase price where there never was. */
  async lastCosts(tx: Tx, partIds: readonly string[]): Promise<Map<string, Cost>> {
    if (partIds.length === 0) return new Map();
    const rows = await tx.rows<{ id: string; on_hand: string | null; value: string | null; price: string | null }>(
      `select p.id, m.on_hand_after as on_hand, m.value_after as value, coalesce(p.purchase_price, p.list_price) as price
       from part p left join lateral (
         select on_hand_after, value_after from stock_movement m
         where m.station_id = p.station_id and m.part_id = p.id and m.has_stock_after order by seq desc limit 1) m on true
       where p.station_id = $1 and p.id = any ($2::uuid[])`,
      [tx.scope.stationId, partIds],
    );
    return new Map(
      rows.map(({ id, on_hand, value, price }) => [
        id,
        on_hand === null
          ? costAt(UnitPrice.parse(price ?? '0'))
          : { cents: Money.parse(value ?? '0').cents(), per: BigInt(on_hand.replace('.', '')) },
      ]),
    );
  }

  /** Writes movements in their order; the database applies them to the parts' stock. */
  async insertMovements(tx: Tx, origin: MovementOrigin, movements: readonly Movement[]): Promise<void> {
    await tx.run(
      `insert into stock_movement (station_id, part_id, location, kind, quantity, value, on_hand_after, value_after,
         origin_kind, origin_id, origin_line_id, reason, actor_kind, actor_id, occurred_at)
       select $1, part_id, location, kind, quantity, value, on_hand_after, value_after, $2, $3, line_id, $4, $5, $6, $7
       from unnest($8::uuid[], $9::uuid[], $10::text[], $11::numeric[], $12::numeric[], $13::numeric[], $14::numeric[],
         $15::text[])
         with ordinality as x (part_id, line_id, kind, quantity, value, on_hand_after, value_after, location, position)
       order by position`,
      [
        tx.scope.stationId,
        origin.kind,
        origin.id,
        origin.reason ?? '',
        tx.scope.actor.kind,
        tx.scope.actor.id,
        tx.now,
        movements.map(({ partId }) => partId),
        movements.map(({ lineId }) => lineId),
        movements.map(({ change }) => change.kind),
        movements.map(({ change }) => change.quantity),
        movements.map(({ change }) => change.value),
        movements.map(({ change }) => change.after.onHand),
        movements.map(({ change }) => change.after.value),
        movements.map(({ change }) => change.location ?? DEPOT),
      ],
    );
  }
}
