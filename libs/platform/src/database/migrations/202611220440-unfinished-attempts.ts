import { migration } from '../migration.js';

/**
 * Attempts that began and did not end: the process died in them (practices.md, § 3 "Poison"). A message or timer that has
 * two is set aside; a parked timer is not claimed until an operator replays it or its owner sets it anew.
 */
export const unfinishedAttempts = migration('202611220440-unfinished-attempts', async (m) => {
  await m.sql('alter table handler_failure drop constraint handler_failure_failures_check');
  await m.sql(`alter table handler_failure
    add column unfinished int not null default 0,
    add constraint handler_failure_counts check (failures >= 0 and unfinished >= 0)`);
  await m.sql(`alter table timer
    add column failures int not null default 0,
    add column unfinished int not null default 0,
    add column parked_at timestamptz,
    add constraint timer_counts check (failures >= 0 and unfinished >= 0)`);
});
