import { migration } from '@navette/platform/database';

/** PA-16: nothing tells of an erased person; a spelling that nobody else has goes with it. */
export const erasure = migration('202611221222-erasure', async (m) => {
  await m.sql('alter table party add column erased_at timestamptz');
  await m.sql(`grant delete on party_spelling to ${m.roles.app}`);
});
