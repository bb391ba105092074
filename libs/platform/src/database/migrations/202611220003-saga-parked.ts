import { migration } from '../migration.js';

/** What a saga was doing when it called a person by its own decision, so that the person can have it done again. */
export const sagaParked = migration('202611220003-saga-parked', async (m) => {
  await m.sql('alter table saga add column parked jsonb');
  await m.sql(`alter table saga add constraint saga_parked_waits check (parked is null or status = 'needs_operator')`);
});
