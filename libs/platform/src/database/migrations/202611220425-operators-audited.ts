import { migration } from '../migration.js';

/** What an operator does to the engines' tables leaves an audit row in the same transaction (ID-9). */
export const operatorsAudited = migration('202611220425-operators-audited', async (m) => {
  await m.sql(`grant insert on audit to ${m.roles.engine}`);
  await m.sql(`create policy audit_engine on audit for insert to ${m.roles.engine} with check (true)`);
});
