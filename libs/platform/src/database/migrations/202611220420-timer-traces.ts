import { migration } from '../migration.js';

/** A timer continues the trace of what set it, as a message continues that of what published it. */
export const timerTraces = migration('202611220420-timer-traces', async (m) => {
  await m.sql(`alter table timer add column traceparent text not null default ''`);
});
