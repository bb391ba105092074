import { mergedParties as mergedPartiesOf, migration } from '@navette/platform/database';

/**
 * PA-8, PA-5: orders, drafts and documents follow the party that took another's place. Of a document nothing may change but
 * whose it is: what it prints stays as issued.
 */
export const mergedParties = migration('202611221221-merged-parties', async (m) => {
  await m.sql(`grant update (customer_party_id) on document to ${m.roles.app}`);
  await mergedPartiesOf(m, {
    customer_order: ['customer_party_id'],
    draft_invoice: ['customer_party_id'],
    document: ['customer_party_id'],
  });
});
