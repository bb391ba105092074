import { mergedParties as mergedPartiesOf, migration } from '@navette/platform/database';

/** PA-8: what waits for a party that was merged goes to the one that took its place. */
export const mergedParties = migration('202611221221-merged-parties', (m) =>
  mergedPartiesOf(m, { message: ['party_id'] }),
);
