import { migration } from '@navette/platform/database';
import { networkTable, search } from '../network-tables.js';

/**
 * ID-6. A session belongs to a network, as its user does, and works in one station at a time. Its refresh tokens are kept
 * by their SHA-256, the spent ones too: one that comes again was copied. Who refreshes has no station yet, so the token is
 * looked up by a `search_…` function, as whoever signs in.
 */
export const sessions = migration('202611220725-sessions', async (m) => {
  await m.sql(`alter table app_user
    add column idle_minutes int not null default 60 check (idle_minutes between 10 and 720),
    add column deactivated_at timestamptz,
    add column network_role text check (network_role = 'franchise_operator')`);
  await m.sql(`grant select (idle_minutes, deactivated_at, network_role) on app_user to ${m.roles.app}`);

  await m.sql(`create table user_session (
    network_id uuid not null,
    id uuid not null,
    user_id uuid not null,
    station_id uuid not null,
    device text not null check (length(device) <= 200),
    started_at timestamptz not null,
    used_at timestamptz not null,
    expires_at timestamptz not null,
    ended_at timestamptz,
    end_reason text check (end_reason in ('signed-out', 'ended', 'idle', 'expired', 'reused', 'password', 'deactivated')),
    check ((ended_at is null) = (end_reason is null)),
    primary key (network_id, id),
    foreign key (network_id, user_id) references app_user (network_id, id),
    foreign key (station_id, network_id) references station (station_id, network_id))`);
  await m.sql('create index user_session_user on user_session (network_id, user_id, used_at)');
  await networkTable(m, 'user_session', 'select, insert, update, delete');

  await m.sql(`create table refresh_token (
    network_id uuid not null,
    hash bytea primary key check (length(hash) = 32),
    session_id uuid not null,
    issued_at timestamptz not null,
    spent_at timestamptz,
    foreign key (network_id, session_id) references user_session (network_id, id) on delete cascade)`);
  await m.sql('create index refresh_token_session on refresh_token (network_id, session_id)');
  await networkTable(m, 'refresh_token', 'select, insert, update, delete');

  await search(
    m,
    'search_refresh_token(wanted bytea)',
    'table (network_id uuid, session_id uuid, user_id uuid, station_id uuid)',
    `select s.network_id, s.id, s.user_id, s.station_id
     from refresh_token t join user_session s on s.network_id = t.network_id and s.id = t.session_id
     where t.hash = wanted`,
  );
  // Where somebody may work: the stations they have a role in, and all of the network for who has one in the network.
  await search(
    m,
    'search_user_places(wanted uuid)',
    'table (network_id uuid, station_id uuid, code text, name text, role text, grants_version bigint)',
    `select s.network_id, s.station_id, s.code, s.name, coalesce(us.role, u.network_role), coalesce(g.version, 0)
     from app_user u
     join station s on s.network_id = u.network_id
     left join user_station us on us.station_id = s.station_id and us.user_id = u.id
     left join station_grant g on g.station_id = s.station_id and g.subject = u.id::text
     where u.id = wanted and u.deactivated_at is null and (us.user_id is not null or u.network_role is not null)
     order by us.position nulls last, s.code`,
  );
  await m.sql('drop function search_sign_in(text)');
  await search(
    m,
    'search_sign_in(wanted text)',
    'table (user_id uuid, password_hash text)',
    'select id, password_hash from app_user where login = wanted and deactivated_at is null',
  );
});
