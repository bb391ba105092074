import { migration } from '@navette/platform/database';
import { networkTable } from '../network-tables.js';

/** PA-17, WE-4: how people arranged their lists. It means something to the pages alone; here it is only kept in bounds. */
export const preferences = migration('202611220855-preferences', async (m) => {
  await m.sql(`create table user_preference (
    network_id uuid not null,
    user_id uuid not null,
    name text collate "C" not null check (name ~ '^[a-z][a-z0-9._-]{0,79}$'),
    value jsonb not null check (length(value::text) <= 32768),
    changed_at timestamptz not null,
    primary key (network_id, user_id, name),
    foreign key (network_id, user_id) references app_user (network_id, id))`);
  await networkTable(m, 'user_preference', 'select, insert, update');
});
