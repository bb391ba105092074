import { migration } from '@navette/platform/database';

/** ID-11: how each user of a station stands on its planning, where somebody has set it. */
export const userPlanning = migration('202611221455-user-planning', async (m) => {
  const span = '([01][0-9]|2[0-3]):[0-5][0-9]-(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)';
  const day = `(${span}( ${span})*)?`;
  await m.sql(`create table user_planning (
    station_id uuid not null,
    user_id uuid not null,
    version int not null check (version > 0),
    visible boolean not null,
    colour text not null check (colour ~ '^(#[0-9a-f]{6})?$'),
    working_hours text[] not null
      check (cardinality(working_hours) = 7 and array_to_string(working_hours, '|') ~ '^${day}([|]${day}){6}$'),
    shows_current_files boolean not null,
    primary key (station_id, user_id))`);
  await m.tenantTable('user_planning', { app: ['insert', 'update'] });
});
