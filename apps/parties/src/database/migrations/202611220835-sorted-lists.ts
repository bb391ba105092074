import { migration } from '@navette/platform/database';

/** PA-17: every sort of the list of parties has its index. */
export const sortedLists = migration('202611220835-sorted-lists', async (m) => {
  await m.sql('create index party_created on party (station_id, created_at, id)');
  await m.sql('create index party_updated on party (station_id, updated_at, id)');
});
