import type { MigrationTools } from '@navette/platform/database';

/** GW-4: a table of rows by client, as `tenantTable` makes those by station; one policy, forced on the owner too. */
export async function clientTable(m: MigrationTools, table: string, rights: string): Promise<void> {
  await m.sql(`alter table ${table} enable row level security`);
  await m.sql(`alter table ${table} force row level security`);
  const own = `client_id = (select nullif(current_setting('app.client_id', true), ''))`;
  await m.sql(`create policy ${table}_app on ${table} to ${m.roles.app} using (${own}) with check (${own})`);
  await m.sql(`grant ${rights} on ${table} to ${m.roles.app}`);
}
