import { migration } from '@navette/platform/database';

/** ST-20: the plan of one supplier. */
export const partsOfASupplier = migration('202611220745-parts-of-a-supplier', async (m) => {
  await m.sql('create index part_supplier on part (station_id, supplier_party_id)');
});
