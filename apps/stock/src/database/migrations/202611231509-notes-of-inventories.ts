import { migration } from '@navette/platform/database';

/** E-083: the date of a sheet, which is what its papers say (ADR 70), and notes on it. Sheets so far have the day they were opened. */
export const notesOfInventories = migration('202611231509-notes-of-inventories', async (m) => {
  await m.sql(
    `alter table inventory add notes text not null default '' check (length(notes) <= 2000), add dated_on date`,
  );
  await m.sql(`update inventory i set dated_on = (i.opened_at at time zone s.time_zone)::date
    from station_ref s where s.station_id = i.station_id`);
  await m.sql('alter table inventory alter dated_on set not null');
  await m.sql('create index inventory_dated on inventory (station_id, dated_on, id)');
});
