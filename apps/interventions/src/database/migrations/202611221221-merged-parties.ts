import { mergedParties as mergedPartiesOf, migration } from '@navette/platform/database';

/** PA-8, PA-5: files and orders follow the party that took another's place; the files of a party are found by it. */
export const mergedParties = migration('202611221221-merged-parties', async (m) => {
  await m.sql('create index intervention_file_reseller on intervention_file (station_id, reseller_party_id, id)');
  await m.sql('create index mission_order_ordering on mission_order (station_id, ordering_party_id)');
  await mergedPartiesOf(m, {
    intervention_file: ['consumer_party_id', 'ordering_party_id', 'reseller_party_id'],
    mission_order: ['ordering_party_id'],
  });
});
