import { migration } from '@navette/platform/database';
import { networkTable, search } from '../network-tables.js';

/**
 * ID-5. A user has no password until they set one by a link. Attempts to sign in are counted by the hash of what was typed
 * as login, whether somebody has it or not: the table knows no names, and is the installation's.
 */
export const passwords = migration('202611220755-passwords', async (m) => {
  await m.sql('alter table app_user alter column password_hash drop not null');

  await m.sql(`create table sign_in_attempt (
    login_hash bytea primary key check (length(login_hash) = 32),
    failures int not null check (failures >= 0),
    last_at timestamptz not null,
    retry_at timestamptz not null)`);
  await m.sql('create index sign_in_attempt_age on sign_in_attempt (last_at)');
  await m.sql(`grant select, insert, update, delete on sign_in_attempt to ${m.roles.app}`);

  await m.sql(`create table password_link (
    network_id uuid not null,
    hash bytea primary key check (length(hash) = 32),
    user_id uuid not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    used_at timestamptz,
    foreign key (network_id, user_id) references app_user (network_id, id))`);
  await m.sql('create index password_link_user on password_link (network_id, user_id)');
  await networkTable(m, 'password_link', 'select, insert, update, delete');
  await search(
    m,
    'search_password_link(wanted bytea)',
    'table (network_id uuid, user_id uuid, login text, name text, email text)',
    `select u.network_id, u.id, u.login, u.name, u.email
     from password_link l join app_user u on u.network_id = l.network_id and u.id = l.user_id
     where l.hash = wanted and u.deactivated_at is null`,
  );
});
