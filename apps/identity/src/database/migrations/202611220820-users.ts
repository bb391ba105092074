import { migration } from '@navette/platform/database';

/**
 * ID-2: users are edited. A station keeps an administrator: whoever would take away the last one is refused here, since two
 * who do so at once see each other only through the lock. The functions run as the owner, who sees the roles of every
 * station: deactivating somebody concerns all they work in.
 */
export const users = migration('202611220820-users', async (m) => {
  await m.sql('alter table app_user add column version int not null default 1 check (version > 0)');
  await m.sql(`grant select (version) on app_user to ${m.roles.app}`);

  await m.sql(`create function refuse_last_administrator(station uuid, leaving uuid) returns void
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
    begin
      perform pg_advisory_xact_lock(hashtextextended('administrators of ' || station, 0));
      if not exists (
        select from user_station us join app_user u on u.id = us.user_id
        where us.station_id = station and us.role = 'administrator' and us.user_id <> leaving and u.deactivated_at is null)
      then
        raise exception 'station % would have no administrator', station
          using errcode = 'check_violation', constraint = 'last_administrator';
      end if;
    end $$`);
  await m.sql('revoke all on function refuse_last_administrator(uuid, uuid) from public');

  await m.sql(`create function keep_administrator() returns trigger
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
    begin
      if exists (select from app_user where id = old.user_id and deactivated_at is null) then
        perform refuse_last_administrator(old.station_id, old.user_id);
      end if;
      return null;
    end $$`);
  await m.sql('revoke all on function keep_administrator() from public');
  await m.sql(`create trigger user_station_demoted after update of role on user_station for each row
    when (old.role = 'administrator' and new.role <> 'administrator') execute function keep_administrator()`);
  await m.sql(`create trigger user_station_removed after delete on user_station for each row
    when (old.role = 'administrator') execute function keep_administrator()`);

  await m.sql(`create function keep_administrators() returns trigger
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
    declare one uuid;
    begin
      for one in select station_id from user_station where user_id = old.id and role = 'administrator' order by station_id
      loop
        perform refuse_last_administrator(one, old.id);
      end loop;
      return null;
    end $$`);
  await m.sql('revoke all on function keep_administrators() from public');
  await m.sql(`create trigger app_user_deactivated after update of deactivated_at on app_user for each row
    when (old.deactivated_at is null and new.deactivated_at is not null) execute function keep_administrators()`);
});
