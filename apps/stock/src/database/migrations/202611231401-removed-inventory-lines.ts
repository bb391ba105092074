import { migration } from '@navette/platform/database';

/**
 * E-082, E-083, ADR 68: a line that leaves an inventory stays as the trace of it, which phones that were cut off are told of.
 * It counts for nothing, and its part may join again as another line.
 */
export const removedInventoryLines = migration('202611231401-removed-inventory-lines', async (m) => {
  await m.sql(`alter table inventory_line add is_removed boolean not null default false,
    drop constraint inventory_line_station_id_inventory_id_part_id_key,
    add constraint inventory_line_removed check (not is_removed or (not is_posted and posted_quantity = 0))`);
  await m.sql(`create unique index inventory_line_of_part on inventory_line (station_id, inventory_id, part_id)
    where not is_removed`);

  const counts = (table: string, sign: string) => `
    select station_id, inventory_id, ${sign} 1 as lines, ${sign} (standing = ''counted'')::int as counted,
      ${sign} (standing = ''recount'')::int as recount, ${sign} is_entered::int as entered, ${sign} is_ticked::int as ticked
    from ${table} where not is_removed`;
  await m.sql(`create or replace function count_inventory_lines_on_update() returns trigger language plpgsql as $$
    begin
      execute 'update inventory i set lines = i.lines + d.lines, counted = i.counted + d.counted,
          recount = i.recount + d.recount, entered = i.entered + d.entered, ticked = i.ticked + d.ticked
        from (select station_id, inventory_id, sum(lines) as lines, sum(counted) as counted, sum(recount) as recount,
            sum(entered) as entered, sum(ticked) as ticked
          from (${counts('written', '')} union all ${counts('overwritten', '-')}) c group by 1, 2) d
        where (i.station_id, i.id) = (d.station_id, d.inventory_id)
          and (d.lines <> 0 or d.counted <> 0 or d.recount <> 0 or d.entered <> 0 or d.ticked <> 0)';
      return null;
    end $$`);
});
