import { migration } from '@navette/platform/database';

/** PA-4: suspended for non-payment, and why; empty where it is not. */
export const suspension = migration('202611220820-suspension', async (m) => {
  await m.sql(`alter table party add column suspension_reason text not null default ''
    check (length(suspension_reason) <= 500)`);
});
