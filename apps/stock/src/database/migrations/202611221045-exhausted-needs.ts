import { migration } from '@navette/platform/database';

/** ST-22, BI-12: whether a supplier has said of a need that it will not send its part, and nobody has ordered it anew since. */
export const exhaustedNeeds = migration('202611221045-exhausted-needs', async (m) => {
  await m.sql('alter table need add column exhausted boolean not null default false');
  // The owner sees the rows of stations only while they are not forced on it.
  const tables = ['need', 'order_line_need', 'supplier_order_line'];
  for (const table of tables) await m.sql(`alter table ${table} no force row level security`);
  await m.sql(`update need n set exhausted = true where on_order = 0 and exists (
    select from order_line_need o join supplier_order_line l on l.station_id = o.station_id and l.id = o.order_line_id
    where o.station_id = n.station_id and o.need_id = n.id and l.exhausted)`);
  for (const table of tables) await m.sql(`alter table ${table} force row level security`);
});
