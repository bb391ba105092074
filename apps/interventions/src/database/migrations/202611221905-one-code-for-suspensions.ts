import { migration } from '@navette/platform/database';

/** PA-4: every service refuses a suspended party by the same code; orders that wait because of it say the new one. */
export const oneCodeForSuspensions = migration('202611221905-one-code-for-suspensions', async (m) => {
  // The owner sees rows only where policies are not forced upon it.
  await m.sql('alter table mission_order no force row level security');
  await m.sql(`update mission_order set to_complete = 'platform.suspension.party-suspended'
    where to_complete = 'interventions.suspension.party-suspended'`);
  await m.sql('alter table mission_order force row level security');
});
