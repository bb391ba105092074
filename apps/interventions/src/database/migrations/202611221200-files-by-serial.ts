import { migration } from '@navette/platform/database';

/** WE-6: a file is found by the serial number of its appliance. */
export const filesBySerial = migration('202611221200-files-by-serial', async (m) => {
  await m.sql('create index intervention_file_serial on intervention_file (station_id, product_serial)');
});
