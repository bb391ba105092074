import { migration } from '@navette/platform/database';

/**
 * `changes` counts whatever changes in an inventory, what phones write too: they ask for what came after. `version` counts
 * what the office changes, and is what an edit names (ADR 0017). E-081: reasons that a station begins with.
 */
export const inventoryChanges = migration('202611222240-inventory-changes', async (m) => {
  await m.sql('alter table inventory add changes int not null default 1 check (changes > 0)');
  await m.sql('create index inventory_number on inventory (station_id, number, id)');
  // The owner sees the rows of stations only while they are not forced on it.
  const tables = ['station_ref', 'catalogue_entry'];
  for (const table of tables) await m.sql(`alter table ${table} no force row level security`);
  const reasons = [
    ['INCONNUE', 'Démarque inconnue'],
    ['CASSE', 'Détérioration'],
    ['PERIME', 'Péremption'],
    ['VOL', 'Vol'],
    ['AUTRE', 'Autre'],
  ] as const;
  for (const [code, label] of reasons) {
    await m.sql(`insert into catalogue_entry (station_id, id, version, kind, code, label, notes, is_listed, is_active, updated_at)
      select station_id, gen_random_uuid(), 1, 'discrepancy_reason', '${code}', '${label}', '', false, true,
        '2026-11-22T22:40:00Z' from station_ref`);
  }
  for (const table of tables) await m.sql(`alter table ${table} force row level security`);
});
