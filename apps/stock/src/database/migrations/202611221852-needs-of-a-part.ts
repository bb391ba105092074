import { migration } from '@navette/platform/database';

/** ST-2: what of a part is wanted and not served yet, the earliest first. */
export const needsOfAPart = migration('202611221852-needs-of-a-part', async (m) => {
  await m.sql(`alter table need add column is_open boolean not null
    generated always as (quantity > consumed + cancelled) stored`);
  await m.sql('create index need_open_part on need (station_id, part_id, created_at) where is_open');
});
