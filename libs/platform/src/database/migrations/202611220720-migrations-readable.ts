import { migration } from '../migration.js';

/** So that a service can tell, before it starts, whether its database has all that its code relies on. */
export const migrationsReadable = migration('202611220720-migrations-readable', async (m) => {
  await m.sql(`grant select on migration to ${m.roles.engine}`);
});
