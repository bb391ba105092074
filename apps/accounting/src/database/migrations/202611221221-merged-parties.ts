import { mergedParties as mergedPartiesOf, migration } from '@navette/platform/database';

/**
 * PA-8: entries are write-once, and the books name whom the document named. Only the balance of a customer adds up what was
 * posted for those merged into it.
 */
export const mergedParties = migration('202611221221-merged-parties', async (m) => {
  await m.sql('create index entry_customer on entry (station_id, customer_party_id)');
  await mergedPartiesOf(m, {});
});
