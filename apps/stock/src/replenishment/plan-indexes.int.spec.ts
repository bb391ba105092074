import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database, type Tx } from '@navette/platform/database';
import { testScope } from '@navette/testing';
import { Bench, here } from '../test/bench.helper.js';
import { ReplenishmentRepository, type PlanFilter } from './replenishment.repository.js';

let bench: Bench;

/** Enough of everything for the planner to choose as it does in a large station, where most needs are not to be ordered. */
beforeAll(async () => {
  bench = await Bench.start();
  await bench.rows(
    `insert into part (station_id, id, kind, reference, reference_norm, designation, supplier_party_id, ventilation_code,
       vat_category, state, created_at)
     select $1, md5('part' || n)::uuid, 'part', 'P' || n, 'P' || n, 'Pompe', md5('supplier' || n % 100)::uuid, 'PIECES',
       'standard', 'active', '2026-01-01Z'
     from generate_series(1, 300) n`,
    [here.stationId],
  );
  await bench.rows(
    `insert into need (station_id, id, version, part_id, origin_kind, origin_id, origin_number, origin_label, priority,
       countermark, frozen, created_at, quantity)
     select $1, md5('need' || n)::uuid, 1, md5('part' || 1 + n % 300)::uuid, 'intervention_file', md5('file' || n)::uuid,
       'LIL-DI-2026-' || 10000 + n, 'I-ATE', 5, 'LIL-DI-2026-' || 10000 + n, n % 4 > 0, timestamptz '2026-01-01Z' + n * interval '15 minutes', 1
     from generate_series(1, 12000) n`,
    [here.stationId],
  );
  await bench.rows('analyze part, need');
});
afterAll(() => bench.stop());

const all: PlanFilter = { supplierPartyId: '', originKind: '', countermarkPrefix: '', originNumberPrefix: '' };
const nobody = here.stationId;

/** How PostgreSQL reads a page, asked as the service's own role, under its row-level security. */
async function planOf(filter: Partial<PlanFilter>, after?: readonly string[]): Promise<string> {
  const lines: string[] = [];
  await bench.service.running.get(Database).tenantRead(testScope(here), async (tx) => {
    // What a table of a few pages would make look cheaper than an index.
    await tx.run('set local enable_seqscan = off');
    await tx.run('set local enable_bitmapscan = off');
    const explaining = Object.create(tx, {
      rows: {
        value: async (sql: string, params: unknown[]) => {
          const rows = await tx.rows<{ 'QUERY PLAN': string }>(`explain ${sql}`, params);
          lines.push(...rows.map((row) => row['QUERY PLAN']));
          return [];
        },
      },
    }) as Tx;
    await bench.service.running.get(ReplenishmentRepository).plan(explaining, { ...all, ...filter }, after, 201);
  });
  return lines.join('\n');
}

describe('ST-20 a page of the plan', () => {
  it.each([
    ['of all', {}, undefined, 'need_plan', /Index Cond: \(station_id = /],
    ['further down', {}, ['2026-05-01T10:00:00Z', nobody], 'need_plan', /ROW\(created_at, id\) > ROW/],
    ['of a countermark', { countermarkPrefix: 'LIL-DI' }, undefined, 'need_countermark', /countermark >= 'LIL-DI'/],
    [
      'further down it',
      { countermarkPrefix: 'LIL' },
      ['LIL-DI-1', nobody],
      'need_countermark',
      /countermark >= 'LIL-DI-1'/,
    ],
    ['of a file', { originNumberPrefix: 'LIL-DI' }, undefined, 'need_origin_number', /origin_number >= 'LIL-DI'/],
    ['of a supplier', { supplierPartyId: nobody }, undefined, 'part_supplier', /supplier_party_id = /],
    ['of a supplier', { supplierPartyId: nobody }, undefined, 'need_unmet', /part_id = p\.id/],
  ] as const)('%s: %j after %j is read by %s', async (_page, filter, after, index, condition) => {
    const plan = await planOf(filter, after);
    const [, read = ''] = plan.split(`using ${index} on`);
    // Its own condition, not one that is checked on rows already read.
    expect(read.split('\n')[1]).toMatch(/^ +Index Cond: /);
    expect(read.split('\n')[1]).toMatch(condition);
  });
});
