import { migration } from '@navette/platform/database';

/**
 * ID-8: a client's name and traces, and the secret before the current one, which stays good for a while when it is rotated.
 * Neither hash is read but by the search.
 */
export const machineClients = migration('202611220829-machine-clients', async (m) => {
  await m.sql(`alter table machine_client
    add column name text not null default '' check (length(name) <= 200),
    add column created_at timestamptz,
    add column last_used_at timestamptz,
    add column old_secret_hash bytea check (length(old_secret_hash) = 32),
    add column old_secret_ends_at timestamptz,
    add column old_secret_used_at timestamptz,
    add constraint machine_client_old_secret check ((old_secret_hash is null) = (old_secret_ends_at is null))`);
  await m.sql(`grant select (name, created_at, last_used_at, old_secret_ends_at, old_secret_used_at)
    on machine_client to ${m.roles.app}`);

  // As before, and the old secret with it.
  await m.sql('drop function search_machine_client(text, uuid)');
  await m.sql(`create function search_machine_client(wanted text, wanted_station uuid)
    returns table (subject text, kind text, secret_hash bytea, old_secret_hash bytea, old_secret_ends_at timestamptz,
      network_id uuid, station_id uuid, grants_version bigint)
    language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
      select c.subject, c.kind, c.secret_hash, c.old_secret_hash, c.old_secret_ends_at, s.network_id, g.station_id, g.version
      from machine_client c
      left join station s on s.station_id = coalesce(wanted_station, c.home_station_id)
        and (c.kind = 'service' or s.network_id = c.network_id)
      left join station_grant g on g.station_id = s.station_id and g.subject = c.subject
      where c.client_id = wanted and c.revoked_at is null $$`);
  await m.sql('revoke all on function search_machine_client(text, uuid) from public');
  await m.sql(`grant execute on function search_machine_client(text, uuid) to ${m.roles.app}`);
});
