import { migration } from '@navette/platform/database';

/** ST-11, ST-15: what of a part is in transit is asked with its stock; transfers that are over are many, those few. */
export const stockInTransit = migration('202611230601-stock-in-transit', (m) =>
  m.sql(`create index station_transfer_in_transit on station_transfer (station_id, part_id, issued_at, id)
    where state = 'issued'`),
);
