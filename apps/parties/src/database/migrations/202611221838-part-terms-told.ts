import { migration } from '@navette/platform/database';

/** PA-3, PA-18: stock keeps discounts and chosen coefficients from now on; each station's are told again (ADR 0039). */
export const partTermsTold = migration('202611221838-part-terms-told', async (m) => {
  // Policies are not the owner's only while they are not forced on it.
  const tables = ['network_member', 'timer'];
  for (const table of tables) await m.sql(`alter table ${table} no force row level security`);
  await m.sql(`insert into timer (id, station_id, network_id, kind, key, due_at, data, correlation_id)
    select gen_random_uuid(), station, network_id, 'tell-part-terms', 'upgrade', 'epoch', '{}', 'upgrade'
    from network_member`);
  for (const table of tables) await m.sql(`alter table ${table} force row level security`);
});
