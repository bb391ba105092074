import { migration } from '@navette/platform/database';

/** ST-10: what a part's last movement before a moment left is read from the index alone; it answers what the former one did. */
export const stockAtADate = migration('202611230403-stock-at-a-date', async (m) => {
  await m.sql(`create index stock_movement_left on stock_movement (station_id, part_id, seq desc)
    include (occurred_at, on_hand_after, value_after)`);
  await m.sql('drop index stock_movement_part');
});
