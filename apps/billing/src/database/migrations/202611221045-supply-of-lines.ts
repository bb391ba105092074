import { migration } from '@navette/platform/database';

/**
 * BI-12: what may still come for a line is stock's own count, taken over with the version of its need; `exhausted` is again
 * the word of a supplier. Until stock tells, lines show what they showed. `order_line_supply` is read no more.
 */
export const supplyOfLines = migration('202611221045-supply-of-lines', async (m) => {
  await m.sql(`alter table customer_order_line
    add column on_order numeric(14,4) not null default 0 check (on_order >= 0),
    add column need_version int not null default 0 check (need_version >= 0)`);
  // The owner sees the rows of stations only while they are not forced on it.
  const tables = ['customer_order_line', 'order_line_supply'];
  for (const table of tables) await m.sql(`alter table ${table} no force row level security`);
  await m.sql(`update customer_order_line l set exhausted = (l.exhausted or exists (select from order_line_supply s
      where s.station_id = l.station_id and s.line_id = l.id and s.exhausted))
    and not exists (select from order_line_supply s
      where s.station_id = l.station_id and s.line_id = l.id and not s.exhausted and coalesce(s.quantity > 0, true))
    where l.exhausted or exists (select from order_line_supply s
      where s.station_id = l.station_id and s.line_id = l.id and s.exhausted)`);
  for (const table of tables) await m.sql(`alter table ${table} force row level security`);
});
