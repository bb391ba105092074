import { migration } from '@navette/platform/database';

/** ID-6: retired signing keys are removed once their last token is dead, and leaked ones at once. */
export const forgottenKeys = migration('202611220840-forgotten-keys', (m) =>
  m.sql(`grant delete on signing_key to ${m.roles.app}`),
);
