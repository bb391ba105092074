import type { MigrationTools } from '@navette/platform/database';

/** A table whose rows belong to one network: seen and written from its stations alone (ID-10). */
export async function networkTable(m: MigrationTools, table: string, rights: string): Promise<void> {
  const network = `(select nullif(current_setting('app.network_id', true), '')::uuid)`;
  await m.sql(`alter table ${table} enable row level security`);
  await m.sql(`alter table ${table} force row level security`);
  await m.sql(`grant ${rights} on ${table} to ${m.roles.app}`);
  await m.sql(
    `create policy ${table}_app on ${table} to ${m.roles.app} using (network_id = ${network}) with check (network_id = ${network})`,
  );
  // For functions that run as the owner, on whom the table forces its policies too.
  await m.sql(`create policy ${table}_search on ${table} for select to current_user using (true)`);
}

/** A question that is asked before station and network are known; it runs as the owner, who alone sees every row. */
export async function search(m: MigrationTools, signature: string, answer: string, query: string): Promise<void> {
  await m.sql(`create function ${signature} returns ${answer}
    language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$ ${query} $$`);
  const name = signature.replace(/(\w+) (text|uuid|bytea)/g, '$2');
  await m.sql(`revoke all on function ${name} from public`);
  await m.sql(`grant execute on function ${name} to ${m.roles.app}`);
}
