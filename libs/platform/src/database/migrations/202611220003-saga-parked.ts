import { migration } from '../migration.js';

/** What a saga was doing when it called a person by its own decision, so that the person can have it done again. */
export const sagaParked = migration('202611220003-saga-parked', async (m) => {
  await m.sql(`alter table saga add column parked jsonb not null default '[]'`);
  await m.sql(`alter table saga add constraint saga_parked_waits
    check (jsonb_array_length(parked) = 0 or status = 'needs_operator')`);
});
