import type { ListQuery } from '@navette/contracts/common/v1/common';
import { Money, Quantity } from '@navette/kernel';
import { listPage, type ListPage, type Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { inventoryLineList } from './inventory.list.js';

/** A line as it is read: with what a person knows its part by, and the figures of the phones. */
export interface LineRow {
  readonly id: string;
  readonly partId: string;
  readonly reference: string;
  readonly designation: string;
  readonly familyCode: string;
  readonly locationCode: string;
  readonly supplierPartyId: string;
  readonly position: number;
  readonly standing: string;
  readonly standingQuantity: string | null;
  readonly counted: string | null;
  readonly ticked: boolean;
  readonly reasonId: string;
  readonly reason: string;
  readonly expected: string | null;
  readonly difference: string | null;
  readonly isPosted: boolean;
  readonly postedQuantity: string;
  readonly postedValue: string;
  readonly onHand: string;
  readonly value: string;
  readonly figures: readonly {
    readonly counter: string;
    readonly deviceId: string;
    readonly quantity: string;
    readonly moved: boolean;
    readonly arrivedAt: string;
  }[];
}

/** What is to be posted of a line: counted minus expected. */
export interface Difference {
  readonly lineId: string;
  readonly partId: string;
  readonly quantity: Quantity;
  readonly reason: string;
  readonly onHand: Quantity;
  readonly value: Money;
}

/** A quantity that the office enters, takes back or leaves. */
export interface EnteredLine {
  readonly id: string;
  readonly counted: Quantity | null | undefined;
  readonly ticked: boolean | undefined;
  readonly reasonId: string | null | undefined;
}

/** What decides whether a line may leave. */
interface RemovableLine {
  readonly partId: string;
  readonly reference: string;
  readonly isRemoved: boolean;
  /** Something of it has moved stock, or was found to be right when stock was updated. */
  readonly isPosted: boolean;
}

/** The last movement of the part of a line `l` in the place that its inventory `i` counts; 0 before there was one. */
export const LAST_MOVEMENT = `coalesce((select max(m.seq) from stock_movement m
  where m.station_id = l.station_id and m.part_id = l.part_id and m.location = i.location), 0)`;

/** The last figure of each counter for a line. */
const FIGURES = `coalesce((
  select jsonb_agg(jsonb_build_object('counter', d.counter, 'deviceId', d.id, 'quantity', e.quantity::text, 'moved', e.moved,
    'arrivedAt', to_char(e.arrived_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')) order by e.arrived_at, d.id)
  from (select distinct on (device_id) * from count_entry c where c.station_id = l.station_id and c.line_id = l.id
    order by device_id, operation desc) e
  join count_device d on d.station_id = e.station_id and d.id = e.device_id), '[]')`;

const COLUMNS = `l.id, l.part_id as "partId", p.reference, p.designation, coalesce(f.code, '') as "familyCode",
  coalesce(o.code, '') as "locationCode", coalesce(p.supplier_party_id::text, '') as "supplierPartyId", l.position,
  l.standing, l.standing_quantity as "standingQuantity", l.counted, l.is_ticked as ticked,
  coalesce(l.reason_id::text, '') as "reasonId", coalesce(r.label, '') as reason, l.expected, l.difference,
  l.is_posted as "isPosted", l.posted_quantity as "postedQuantity", l.posted_value as "postedValue",
  s.on_hand as "onHand", s.value, ${FIGURES} as figures`;

const FROM = `inventory_line l
  join part p on p.station_id = l.station_id and p.id = l.part_id
  join part_stock s on s.station_id = l.station_id and s.part_id = l.part_id
  left join catalogue_entry f on f.station_id = p.station_id and f.id = p.family_id
  join inventory i on i.station_id = l.station_id and i.id = l.inventory_id
  left join catalogue_entry o on o.station_id = p.station_id and o.id = p.location_id and i.place_id is null
  left join catalogue_entry r on r.station_id = l.station_id and r.id = l.reason_id`;

/** Lines of inventories; changed under the lock of their inventory. */
@Injectable()
export class InventoryLineRepository {
  page(tx: Tx, inventoryId: string, query: ListQuery | undefined): Promise<ListPage<LineRow>> {
    return listPage<LineRow>(tx, inventoryLineList, query, {
      columns: COLUMNS,
      from: FROM,
      where: 'l.station_id = $1 and l.inventory_id = $2 and not l.is_removed',
      params: [tx.scope.stationId, inventoryId],
    });
  }

  /** Where the line of a part stands; undefined where the inventory has none. */
  async positionOf(tx: Tx, inventoryId: string, partId: string): Promise<number | undefined> {
    const row = await tx.first<{ position: number }>(
      `select position from inventory_line
       where station_id = $1 and inventory_id = $2 and part_id = $3 and not is_removed`,
      [tx.scope.stationId, inventoryId, partId],
    );
    return row?.position;
  }

  /** The line that stands there. */
  async at(tx: Tx, inventoryId: string, position: number): Promise<LineRow[]> {
    return tx.rows<LineRow>(
      `select ${COLUMNS} from ${FROM} where l.station_id = $1 and l.inventory_id = $2 and l.position = $3`,
      [tx.scope.stationId, inventoryId, position],
    );
  }

  /** All lines in the order of the sheets, for print. */
  all(tx: Tx, inventoryId: string): Promise<LineRow[]> {
    return tx.rows<LineRow>(
      `select ${COLUMNS} from ${FROM} where l.station_id = $1 and l.inventory_id = $2 and not l.is_removed order by l.position`,
      [tx.scope.stationId, inventoryId],
    );
  }

  /** Those of the ids that are lines of the inventory, and whether they have a quantity. */
  async known(tx: Tx, inventoryId: string, ids: readonly string[]): Promise<Map<string, boolean>> {
    const rows = await tx.rows<{ id: string; is_entered: boolean }>(
      `select id, is_entered from inventory_line
       where station_id = $1 and inventory_id = $2 and id = any ($3::uuid[]) and not is_removed`,
      [tx.scope.stationId, inventoryId, ids],
    );
    return new Map(rows.map(({ id, is_entered }) => [id, is_entered]));
  }

  /** A line of a part, also one that has been taken out. */
  async toRemove(tx: Tx, inventoryId: string, id: string): Promise<RemovableLine | undefined> {
    return tx.first<RemovableLine>(
      `select l.part_id as "partId", p.reference, l.is_removed as "isRemoved",
         exists (select from stock_movement m where m.station_id = l.station_id and m.part_id = l.part_id
           and m.origin_kind = 'inventory' and m.origin_line_id = l.id) or l.is_posted as "isPosted"
       from inventory_line l join part p on p.station_id = l.station_id and p.id = l.part_id
       where l.station_id = $1 and l.inventory_id = $2 and l.id = $3`,
      [tx.scope.stationId, inventoryId, id],
    );
  }

  /** Takes the lines of these parts out. */
  async remove(tx: Tx, inventoryId: string, changes: number, partIds: readonly string[]): Promise<void> {
    await tx.run(
      `update inventory_line set is_removed = true, changed = $3
       where station_id = $1 and inventory_id = $2 and part_id = any ($4::uuid[]) and not is_removed`,
      [tx.scope.stationId, inventoryId, changes, partIds],
    );
  }

  /** What the office enters holds for stock as it is now: at the last movement of the part in the place. */
  async enter(tx: Tx, inventoryId: string, changes: number, lines: readonly EnteredLine[]): Promise<void> {
    await tx.run(
      `update inventory_line l set changed = $3,
         counted = case when x.enters then x.counted else l.counted end,
         at_sequence = case when not x.enters then l.at_sequence when x.counted is null then null else coalesce(m.seq, 0) end,
         expected = case when not x.enters then l.expected when x.counted is null then null
           else coalesce(d.on_hand, 0) end,
         is_posted = l.is_posted and not x.enters,
         is_ticked = coalesce(x.ticked, l.is_ticked and not x.enters),
         reason_id = case when x.reasons then x.reason_id else l.reason_id end
       from unnest($4::uuid[], $5::boolean[], $6::numeric[], $7::boolean[], $8::boolean[], $9::uuid[])
         as x (id, enters, counted, ticked, reasons, reason_id)
       join inventory i on i.station_id = $1 and i.id = $2
       join inventory_line o on o.station_id = i.station_id and o.id = x.id
       left join stock_level d on d.station_id = o.station_id and d.part_id = o.part_id and d.location = i.location
       left join lateral (select seq from stock_movement m where m.station_id = o.station_id and m.part_id = o.part_id
         and m.location = i.location order by seq desc limit 1) m on true
       where l.station_id = $1 and l.inventory_id = $2 and l.id = x.id`,
      [
        tx.scope.stationId,
        inventoryId,
        changes,
        lines.map(({ id }) => id),
        lines.map(({ counted }) => counted !== undefined),
        lines.map(({ counted }) => counted ?? null),
        lines.map(({ ticked }) => ticked ?? null),
        lines.map(({ reasonId }) => reasonId !== undefined),
        lines.map(({ reasonId }) => reasonId ?? null),
      ],
    );
  }

  /** Ticks every line that has a quantity; how many. */
  async tickEntered(tx: Tx, inventoryId: string, changes: number): Promise<number> {
    return tx.run(
      `update inventory_line set is_ticked = true, changed = $3
       where station_id = $1 and inventory_id = $2 and is_entered and not is_ticked and not is_removed`,
      [tx.scope.stationId, inventoryId, changes],
    );
  }

  /** What the phones agree on becomes the quantity of its lines, for stock at the movement up to which they counted. */
  async takeOver(tx: Tx, inventoryId: string, changes: number, overwrite: boolean): Promise<number> {
    return tx.run(
      `update inventory_line l set changed = $3, counted = standing_quantity, at_sequence = standing_sequence,
         expected = coalesce((select d.on_hand from stock_level d
           where d.station_id = l.station_id and d.part_id = l.part_id and d.location = i.location), 0)
           - coalesce((select sum(m.quantity) from stock_movement m
           where m.station_id = l.station_id and m.part_id = l.part_id and m.seq > l.standing_sequence
             and m.location = i.location), 0),
         is_posted = false, is_ticked = false
       from inventory i where i.station_id = $1 and i.id = $2 and l.station_id = $1 and l.inventory_id = $2 and not l.is_removed
         and l.standing = 'counted' and (l.counted is null or $4)
         and (l.counted, l.at_sequence) is distinct from (l.standing_quantity, l.standing_sequence)`,
      [tx.scope.stationId, inventoryId, changes, overwrite],
    );
  }

  /** What lines would post, in the order of parts; what is posted already is not among them. */
  async differences(tx: Tx, inventoryId: string): Promise<Difference[]> {
    const rows = await tx.rows<Record<'id' | 'part_id' | 'difference' | 'reason' | 'on_hand' | 'value', string>>(
      `select l.id, l.part_id, l.difference, coalesce(r.label, '') as reason, s.on_hand, s.value from inventory_line l
       join part_stock s on s.station_id = l.station_id and s.part_id = l.part_id
       left join catalogue_entry r on r.station_id = l.station_id and r.id = l.reason_id
       where l.station_id = $1 and l.inventory_id = $2 and l.differs and not l.is_posted
         and not l.is_removed order by l.part_id`,
      [tx.scope.stationId, inventoryId],
    );
    return rows.map((row) => ({
      lineId: row.id,
      partId: row.part_id,
      quantity: Quantity.parse(row.difference),
      reason: row.reason,
      onHand: Quantity.parse(row.on_hand),
      value: Money.parse(row.value),
    }));
  }

  /** All that is entered counts as posted, with what its movements say. */
  async setPosted(tx: Tx, inventoryId: string, changes: number): Promise<void> {
    await tx.run(
      `update inventory_line set is_posted = true, changed = $3
       where station_id = $1 and inventory_id = $2 and is_entered and not is_posted and not is_removed`,
      [tx.scope.stationId, inventoryId, changes],
    );
    await tx.run(
      `with posted as (
         select origin_line_id, sum(quantity) as quantity, sum(value) as value from stock_movement
         where station_id = $1 and origin_kind = 'inventory' and origin_id = $2 group by origin_line_id),
       lines as (
         update inventory_line l set posted_quantity = p.quantity, posted_value = p.value from posted p
         where l.station_id = $1 and l.id = p.origin_line_id)
       update inventory set posted_value = coalesce((select sum(value) from posted), 0) where station_id = $1 and id = $2`,
      [tx.scope.stationId, inventoryId],
    );
  }

  /** Whether stock was updated by an inventory once: something was posted, or found to be as the books had it. */
  async anySettled(tx: Tx, inventoryId: string): Promise<boolean> {
    if (await this.anyPosted(tx, inventoryId)) return true;
    const row = await tx.first<{ found: boolean }>(
      `select exists (select from inventory_line
         where station_id = $1 and inventory_id = $2 and is_posted) as found`,
      [tx.scope.stationId, inventoryId],
    );
    return row?.found === true;
  }

  /** Whether anything of an inventory was posted once. */
  async anyPosted(tx: Tx, inventoryId: string): Promise<boolean> {
    const row = await tx.first<{ found: boolean }>(
      `select exists (select from stock_movement
         where station_id = $1 and origin_kind = 'inventory' and origin_id = $2) as found`,
      [tx.scope.stationId, inventoryId],
    );
    return row?.found === true;
  }
}
