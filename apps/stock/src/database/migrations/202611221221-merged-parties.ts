import { mergedParties as mergedPartiesOf, migration } from '@navette/platform/database';

/** PA-8: a need is wanted for the party that took the place of the one that it was raised for. */
export const mergedParties = migration('202611221221-merged-parties', async (m) => {
  await m.sql('create index need_customer on need (station_id, customer_party_id) where customer_party_id is not null');
  await mergedPartiesOf(m, { need: ['customer_party_id'] });
});
