import type { CountLine } from '@navette/contracts/stock/v1/inventories';
import { Quantity } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import type { CountDevice } from './count-access.js';
import type { Figure, Standing } from './count-standing.js';
import { LAST_MOVEMENT } from './inventory-line.repository.js';

/** A figure of a phone for a line, as it came. */
export interface NewEntry {
  readonly operation: number;
  readonly lineId: string;
  readonly quantity: Quantity;
  /** The last movement of the part, where it is counted, when it arrived, and whether the phone knew another. */
  readonly sequence: string;
  readonly moved: boolean;
}

export interface KeptEntry {
  readonly operation: number;
  readonly lineId: string;
  readonly quantity: string;
  readonly moved: boolean;
}

/** Entries of phones, each written once and never changed, and what follows from them. */
@Injectable()
export class CountEntryRepository {
  /** The lines among these, each with the last movement of its part where it is counted. */
  async sequences(tx: Tx, inventoryId: string, lineIds: readonly string[]): Promise<Map<string, string>> {
    const rows = await tx.rows<{ id: string; seq: string }>(
      `select l.id, ${LAST_MOVEMENT} as seq
       from inventory_line l join inventory i on i.station_id = l.station_id and i.id = l.inventory_id
       where l.station_id = $1 and l.inventory_id = $2 and l.id = any ($3::uuid[]) and not l.is_removed`,
      [tx.scope.stationId, inventoryId, lineIds],
    );
    return new Map(rows.map(({ id, seq }) => [id, seq]));
  }

  /** Keeps those that are new; the lines they are for. */
  async insert(tx: Tx, { id, inventoryId }: CountDevice, entries: readonly NewEntry[]): Promise<string[]> {
    const rows = await tx.rows<{ line_id: string }>(
      `insert into count_entry (station_id, device_id, inventory_id, operation, line_id, quantity, at_sequence, moved, arrived_at)
       select $1, $2, $3, x.*, $4
       from unnest($5::int[], $6::uuid[], $7::numeric[], $8::bigint[], $9::boolean[]) as x
       on conflict do nothing returning line_id`,
      [
        tx.scope.stationId,
        id,
        inventoryId,
        tx.now,
        entries.map(({ operation }) => operation),
        entries.map(({ lineId }) => lineId),
        entries.map(({ quantity }) => quantity),
        entries.map(({ sequence }) => sequence),
        entries.map(({ moved }) => moved),
      ],
    );
    return rows.map(({ line_id }) => line_id);
  }

  async kept(tx: Tx, deviceId: string, operations: readonly number[]): Promise<Map<number, KeptEntry>> {
    const rows = await tx.rows<KeptEntry>(
      `select operation, line_id as "lineId", quantity, moved from count_entry
       where station_id = $1 and device_id = $2 and operation = any ($3::int[])`,
      [tx.scope.stationId, deviceId, operations],
    );
    return new Map(rows.map((row) => [row.operation, row]));
  }

  async lastOperation(tx: Tx, deviceId: string): Promise<number> {
    const row = await tx.first<{ last: number }>(
      'select coalesce(max(operation), 0) as last from count_entry where station_id = $1 and device_id = $2',
      [tx.scope.stationId, deviceId],
    );
    return row?.last ?? 0;
  }

  /** The last figure of each counter for lines. */
  async figures(tx: Tx, lineIds: readonly string[]): Promise<Map<string, Figure[]>> {
    const rows = await tx.rows<{ line_id: string; quantity: string; at_sequence: string; moved: boolean }>(
      `select distinct on (line_id, device_id) line_id, quantity, at_sequence, moved from count_entry
       where station_id = $1 and line_id = any ($2::uuid[]) order by line_id, device_id, operation desc`,
      [tx.scope.stationId, lineIds],
    );
    const byLine = new Map<string, Figure[]>(lineIds.map((id) => [id, []]));
    for (const { line_id, quantity, at_sequence: sequence, moved } of rows) {
      byLine.get(line_id)?.push({ quantity: Quantity.parse(quantity), sequence, moved });
    }
    return byLine;
  }

  async setStandings(tx: Tx, changes: number, standings: ReadonlyMap<string, Standing>): Promise<void> {
    const all = [...standings.values()];
    await tx.run(
      `update inventory_line l set changed = $2, standing = x.standing, standing_quantity = x.quantity,
         standing_sequence = x.sequence
       from unnest($3::uuid[], $4::text[], $5::numeric[], $6::bigint[]) as x (id, standing, quantity, sequence)
       where l.station_id = $1 and l.id = x.id`,
      [
        tx.scope.stationId,
        changes,
        [...standings.keys()],
        all.map(({ standing }) => standing),
        all.map((one) => (one.standing === 'counted' ? one.quantity : null)),
        all.map((one) => (one.standing === 'counted' ? one.sequence : null)),
      ],
    );
  }

  async standings(tx: Tx, lineIds: readonly string[]): Promise<Map<string, string>> {
    const rows = await tx.rows<{ id: string; standing: string }>(
      'select id, standing from inventory_line where station_id = $1 and id = any ($2::uuid[])',
      [tx.scope.stationId, lineIds],
    );
    return new Map(rows.map(({ id, standing }) => [id, standing]));
  }

  /** What a phone is told of lines changed since, in the order of the sheets: nothing that says how many there should be; and
   *  which have left, unless it asks for all. */
  async linesFor(
    tx: Tx,
    { id, inventoryId }: CountDevice,
    since: string,
    after: number,
    limit: number,
  ): Promise<CountLine[]> {
    return tx.rows<CountLine>(
      `select l.id, p.reference, p.designation, coalesce(o.code, '') as "locationCode",
         coalesce((select array_agg(b.code order by b.code) from part_barcode b
           where b.station_id = l.station_id and b.part_id = l.part_id), '{}') as barcodes,
         l.standing, coalesce((select c.quantity::text from count_entry c
           where c.station_id = l.station_id and c.line_id = l.id and c.device_id = $3
           order by operation desc limit 1), '') as "ownQuantity",
         case when l.standing = 'none' then '{}' else array(select distinct d.counter from count_entry c
           join count_device d on d.station_id = c.station_id and d.id = c.device_id
           where c.station_id = l.station_id and c.line_id = l.id order by d.counter) end as counters,
         ${LAST_MOVEMENT}::text as sequence,
         l.position, l.is_removed as removed
       from inventory_line l join part p on p.station_id = l.station_id and p.id = l.part_id
       join inventory i on i.station_id = l.station_id and i.id = l.inventory_id
       left join catalogue_entry o on o.station_id = p.station_id and o.id = p.location_id and i.place_id is null
       where l.station_id = $1 and l.inventory_id = $2 and l.changed > $4 and l.position > $5
         and (not l.is_removed or $4 > 0)
       order by l.position limit $6`,
      [tx.scope.stationId, inventoryId, id, since, after, limit],
    );
  }
}
