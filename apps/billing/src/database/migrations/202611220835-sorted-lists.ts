import { migration } from '@navette/platform/database';

/** PA-17: the latest customer orders, of the station and of one customer. */
export const sortedLists = migration('202611220835-sorted-lists', async (m) => {
  await m.sql('create index customer_order_placed on customer_order (station_id, placed_at, id)');
  await m.sql('create index customer_order_customer on customer_order (station_id, customer_party_id, placed_at, id)');
});
