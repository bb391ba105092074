import { migration } from '@navette/platform/database';

/** PA-17: files and mission orders by each sort of their lists, and what a party has to do with them (PA-5). */
export const sortedLists = migration('202611221045-sorted-lists', async (m) => {
  await m.sql('create index intervention_file_opened on intervention_file (station_id, opened_at, id)');
  await m.sql('create index intervention_file_number on intervention_file (station_id, number, id)');
  await m.sql('create index intervention_file_status_at on intervention_file (station_id, status_at, id)');
  await m.sql('create index intervention_file_latest on intervention_file (station_id, status_code, opened_at, id)');
  await m.sql(
    'create index intervention_file_consumer on intervention_file (station_id, consumer_party_id, opened_at, id)',
  );
  await m.sql(
    'create index intervention_file_ordering_party on intervention_file (station_id, ordering_party_id, opened_at, id)',
  );
  await m.sql('create index mission_order_received on mission_order (station_id, received_at, id)');
  await m.sql('create index mission_order_number on mission_order (station_id, number, id)');
  await m.sql('create index mission_order_expires on mission_order (station_id, expires_at, id)');
});
