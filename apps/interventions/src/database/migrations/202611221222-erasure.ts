import { migration } from '@navette/platform/database';

/** PA-16: what people wrote of somebody who was erased goes; that they did something stays. */
export const erasure = migration('202611221222-erasure', async (m) => {
  await m.sql(`grant update (reason) on suspension_override to ${m.roles.app}`);
  await m.sql(`grant update (comment) on file_status to ${m.roles.app}`);
});
