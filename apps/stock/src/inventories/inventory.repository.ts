import type { ListQuery } from '@navette/contracts/common/v1/common';
import type { InventoryNews_Change, InventoryScope } from '@navette/contracts/stock/v1/inventories';
import type { Temporal } from '@navette/kernel';
import { listPage, type ListPage, type Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import type { ChosenScope, InventoryHead, InventoryNotes, InventoryState } from './inventory.js';
import { inventoryList } from './inventory.list.js';

/** An inventory as it is read. */
export interface InventoryRow extends InventoryHead {
  /** What it counts of parts is what lies there, as levels and movements name it (ST-11). */
  readonly location: string;
  /** Of the list of places; all three empty for the depot. */
  readonly placeId: string;
  readonly placeCode: string;
  readonly placeLabel: string;
  readonly label: string;
  readonly scope: InventoryScope;
  readonly groupBy: string;
  readonly sortBy: string;
  readonly toPost: boolean;
  /** What the sheet says (E-083). */
  readonly date: Temporal.PlainDate;
  readonly notes: string;
  readonly openedAt: Temporal.Instant;
  readonly closedAt: Temporal.Instant | null;
  readonly postedValue: string;
  readonly lines: number;
  readonly counted: number;
  readonly recount: number;
  readonly entered: number;
  readonly ticked: number;
}

const COLUMNS = `i.id, i.version, i.changes, i.number, i.location, coalesce(i.place_id::text, '') as "placeId",
  coalesce(e.code, '') as "placeCode", coalesce(e.label, '') as "placeLabel", i.label, i.state, i.scope, i.group_by as "groupBy",
  i.sort_by as "sortBy", i.to_post as "toPost", i.dated_on as date, i.notes, i.opened_at as "openedAt", i.closed_at as "closedAt",
  i.posted_value as "postedValue", i.lines, i.counted, i.recount, i.entered, i.ticked`;

const FROM = 'inventory i left join catalogue_entry e on e.station_id = i.station_id and e.id = i.place_id';

/** Which parts a scope means; goods alone. One that is opened empty means none. */
const CHOSEN: Readonly<Record<string, string>> = {
  all: 'true',
  stocked: 'l.on_hand <> 0',
  stocked_and_located: '(l.on_hand <> 0 or p.location_id is not null)',
  selection: `(p.id = any ($3::uuid[]) or p.family_id = any ($4::uuid[]) or p.location_id = any ($5::uuid[])
    or p.supplier_party_id = any ($6::uuid[]))`,
};

const IN_ORDER: Readonly<Record<string, string>> = {
  family: 'f.code nulls last',
  location: 'o.code nulls last',
  supplier: `nullif(r.code, '') nulls last, p.supplier_party_id nulls last`,
  reference: 'p.reference_norm',
};

/** An inventory, and where it counts, as levels name it. */
export type CountedPlace = Pick<InventoryRow, 'id' | 'location'>;

/** Inventories and what they freeze. An inventory's row is the lock of its lines, its links and its devices. */
@Injectable()
export class InventoryRepository {
  /** `placeId` is empty for the depot, `dated` the day of the sheet. */
  async insert(
    tx: Tx,
    id: string,
    number: string,
    inventory: ChosenScope & InventoryNotes,
    { placeId, dated }: { readonly placeId: string; readonly dated: Temporal.PlainDate },
  ): Promise<void> {
    await tx.run(
      `insert into inventory (station_id, id, version, number, label, state, scope, group_by, sort_by, to_post, opened_at,
         dated_on, notes, place_id)
       values ($1, $2, 1, $3, $4, 'counting', $5, $6, $7, $8, $9, $10, $11, $12)`,
      [
        tx.scope.stationId,
        id,
        number,
        inventory.label,
        JSON.stringify(inventory.scope),
        inventory.groupBy,
        inventory.sortBy,
        inventory.toPost,
        tx.now,
        dated,
        inventory.notes ?? '',
        placeId || null,
      ],
    );
  }

  async byId(tx: Tx, id: string): Promise<InventoryRow | undefined> {
    return tx.first<InventoryRow>(`select ${COLUMNS} from ${FROM} where i.station_id = $1 and i.id = $2`, [
      tx.scope.stationId,
      id,
    ]);
  }

  async lockById(tx: Tx, id: string): Promise<InventoryRow | undefined> {
    return tx.first<InventoryRow>(
      `select ${COLUMNS} from ${FROM} where i.station_id = $1 and i.id = $2 for update of i`,
      [tx.scope.stationId, id],
    );
  }

  async page(tx: Tx, query: ListQuery | undefined): Promise<ListPage<InventoryRow>> {
    return listPage<InventoryRow>(tx, inventoryList, query, {
      columns: COLUMNS,
      from: FROM,
      where: 'i.station_id = $1',
      params: [tx.scope.stationId],
    });
  }

  /** What has changed under its lines and the actor was not told yet; told from now on (E-083). */
  async tellNews(tx: Tx, id: string): Promise<InventoryNews_Change[]> {
    return tx.rows(
      `with told as (
         insert into inventory_news_told (station_id, person, news_id)
         select $1, $3, n.id from inventory_news n where n.station_id = $1 and n.inventory_id = $2 and not exists (
           select from inventory_news_told t where t.station_id = $1 and t.person = $3 and t.news_id = n.id)
         on conflict do nothing returning news_id)
       select n.kind, count(distinct l.id)::int as lines from told
       join inventory_news n on n.station_id = $1 and n.id = told.news_id
       join inventory_line l on l.station_id = $1 and l.inventory_id = $2 and l.part_id = n.part_id and not l.is_removed
       group by n.kind order by n.kind`,
      [tx.scope.stationId, id, tx.scope.actor.id],
    );
  }

  /** Of a locked inventory: something in it has changed; by the office, so that its version changes, or by a phone. */
  async touch(tx: Tx, id: string, by: 'office' | 'phone'): Promise<void> {
    await tx.run(
      `update inventory set changes = changes + 1, version = version + $3 where station_id = $1 and id = $2`,
      [tx.scope.stationId, id, by === 'office' ? 1 : 0],
    );
  }

  /** Leaves the date and the notes as they are where none are given. */
  async setNotes(tx: Tx, id: string, { label, notes, date, toPost }: InventoryNotes): Promise<void> {
    await tx.run(
      `update inventory set label = $3, to_post = $4, notes = coalesce($5, notes), dated_on = coalesce($6, dated_on)
       where station_id = $1 and id = $2`,
      [tx.scope.stationId, id, label, toPost, notes ?? null, date ?? null],
    );
  }

  async setScope(tx: Tx, id: string, { scope, groupBy, sortBy }: ChosenScope): Promise<void> {
    await tx.run('update inventory set scope = $3, group_by = $4, sort_by = $5 where station_id = $1 and id = $2', [
      tx.scope.stationId,
      id,
      JSON.stringify(scope),
      groupBy,
      sortBy,
    ]);
  }

  async setState(tx: Tx, id: string, state: InventoryState): Promise<void> {
    await tx.run(`update inventory set state = $3, closed_at = $4 where station_id = $1 and id = $2`, [
      tx.scope.stationId,
      id,
      state,
      state === 'counting' ? null : tx.now,
    ]);
  }

  /** Parts that a scope means in a place. */
  async partsIn(tx: Tx, location: string, scope: InventoryScope): Promise<string[]> {
    const { kind, partIds, familyIds, locationIds, supplierPartyIds } = scope;
    const chosen = kind === 'selection' ? [partIds, familyIds, locationIds, supplierPartyIds] : [];
    const rows = await tx.rows<{ id: string }>(
      `select p.id from part p
       left join stock_level l on l.station_id = p.station_id and l.part_id = p.id and l.location = $2
       where p.station_id = $1 and p.kind = 'part' and ${CHOSEN[kind]} order by p.id`,
      [tx.scope.stationId, location, ...chosen],
    );
    return rows.map(({ id }) => id);
  }

  /** Parts of the lines. */
  async partsOf(tx: Tx, id: string): Promise<string[]> {
    const rows = await tx.rows<{ part_id: string }>(
      'select part_id from inventory_line where station_id = $1 and inventory_id = $2 and not is_removed order by part_id',
      [tx.scope.stationId, id],
    );
    return rows.map(({ part_id }) => part_id);
  }

  /** The number of a voided receipt that is about to take some of the parts back. */
  async leavingReceipt(tx: Tx, partIds: readonly string[]): Promise<{ number: string } | undefined> {
    return tx.first<{ number: string }>(
      `select g.number from goods_receipt g join goods_receipt_line r on r.station_id = g.station_id and r.receipt_id = g.id
       where g.station_id = $1 and g.is_leaving and r.quantity > 0 and r.part_id = any ($2::uuid[]) limit 1`,
      [tx.scope.stationId, partIds],
    );
  }

  /** Of parts whose stock is locked, and which have a level in the place that the inventory counts. */
  async setFrozen(tx: Tx, { id, location }: CountedPlace, partIds: readonly string[]): Promise<void> {
    await tx.run(
      'update stock_level set frozen_by = $2 where station_id = $1 and location = $3 and part_id = any ($4::uuid[])',
      [tx.scope.stationId, id, location, partIds],
    );
  }

  /** Parts that an inventory froze, all unless given, locked in the order of parts as everybody locks them. */
  async lockFrozen(tx: Tx, id: string, partIds?: readonly string[]): Promise<string[]> {
    const rows = await tx.rows<{ part_id: string }>(
      `select part_id from part_stock where station_id = $1 and part_id in (
         select l.part_id from stock_level l where l.station_id = $1 and l.frozen_by = $2
           and ($3::uuid[] is null or l.part_id = any ($3))) order by part_id for update`,
      [tx.scope.stationId, id, partIds ?? null],
    );
    return rows.map(({ part_id }) => part_id);
  }

  /** Of parts whose stock is locked. */
  async thaw(tx: Tx, id: string, partIds: readonly string[]): Promise<void> {
    await tx.run(
      'update stock_level set frozen_by = null where station_id = $1 and frozen_by = $2 and part_id = any ($3::uuid[])',
      [tx.scope.stationId, id, partIds],
    );
  }

  /** Those of the parts that somebody waits for. */
  async wanted(tx: Tx, partIds: readonly string[]): Promise<string[]> {
    const rows = await tx.rows<{ part_id: string }>(
      `select distinct part_id from need
       where station_id = $1 and part_id = any ($2::uuid[]) and waiting + on_order > 0 order by part_id`,
      [tx.scope.stationId, partIds],
    );
    return rows.map(({ part_id }) => part_id);
  }

  /** A line for each part behind those there are, in the order of the sheets; where asked with what the books say. */
  async insertLines(
    tx: Tx,
    { id, location }: CountedPlace,
    partIds: readonly string[],
    { groupBy, sortBy, takeOverStock }: Omit<ChosenScope, 'scope'>,
    changes = 1,
  ): Promise<void> {
    const order = [...new Set([IN_ORDER[groupBy], IN_ORDER[sortBy], IN_ORDER['reference']])].filter(Boolean).join(', ');
    await tx.run(
      `insert into inventory_line (station_id, id, inventory_id, position, part_id, changed, counted, at_sequence, expected)
       select $1, x.id, $2, coalesce(b.last, 0) + y.position, y.part_id, $6, y.counted, y.seq, y.expected
       from unnest($3::uuid[]) with ordinality as x (id, n)
       join (
         select p.id as part_id, row_number() over (order by ${order}) as position,
           case when $5 then greatest(l.on_hand, 0) end as counted, case when $5 then l.on_hand end as expected,
           case when $5 then coalesce((select max(seq) from stock_movement m
             where m.station_id = p.station_id and m.part_id = p.id and m.location = l.location), 0) end as seq
         from part p join stock_level l on l.station_id = p.station_id and l.part_id = p.id and l.location = $7
         left join catalogue_entry f on f.station_id = p.station_id and f.id = p.family_id
         left join party_ref r on r.station_id = p.station_id and r.id = p.supplier_party_id
         left join catalogue_entry o on o.station_id = p.station_id and o.id = p.location_id
         where p.station_id = $1 and p.id = any ($4::uuid[])) y on y.position = x.n
       cross join (select max(position) as last from inventory_line where station_id = $1 and inventory_id = $2) b
       order by y.position`,
      [tx.scope.stationId, id, partIds.map(() => tx.newId()), partIds, takeOverStock, changes, location],
    );
  }
}
