import { migration } from '@navette/platform/database';

/** E-078: movements of all parts, the latest first. */
export const movementsInTime = migration('202611231632-movements-in-time', async (m) => {
  await m.sql('create index stock_movement_occurred on stock_movement (station_id, occurred_at, seq)');
});
