import { migration } from '@navette/platform/database';

/** ST-15: a station may accept fewer parts than it is asked for; the quantity of a transfer is what it sends. */
export const partlyAccepted = migration('202611230602-partly-accepted', async (m) => {
  await m.sql('alter table station_transfer add column asked numeric(14,4)');
  await m.sql('update station_transfer set asked = quantity');
  await m.sql(`alter table station_transfer alter column asked set not null,
    add constraint station_transfer_asked check (quantity <= asked and (state <> 'requested' or quantity = asked))`);
});
