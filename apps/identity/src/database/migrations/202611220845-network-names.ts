import { migration } from '@navette/platform/database';

/** ID-12: whether a network of that name exists; asked by who makes the first one, and belongs to none yet. */
export const networkNames = migration('202611220845-network-names', async (m) => {
  await m.sql(`create function search_network(wanted text) returns table (id uuid)
    language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
      select n.id from network n where lower(n.name) = lower(wanted) $$`);
  await m.sql('revoke all on function search_network(text) from public');
  await m.sql(`grant execute on function search_network(text) to ${m.roles.app}`);
});
