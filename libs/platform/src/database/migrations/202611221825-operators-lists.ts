import { migration } from '../migration.js';

/** WE-9: sagas and dead letters in the order of their lists, at any depth. */
export const operatorsLists = migration('202611221825-operators-lists', async (m) => {
  await m.sql('create index saga_started on saga (station_id, started_at, id)');
  await m.sql('create index saga_updated on saga (station_id, updated_at, id)');
  await m.sql('create index dead_letter_created on dead_letter (created_at, id)');
});
