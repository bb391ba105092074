import { listPage, listStatement, type ListDefinition } from '@navette/platform/database';
import { testScope, type TestTenant } from './tenants.js';
import type { TestService } from './test-service.js';

/**
 * Sorts of a list (`-name` for downward) whose second page no index can answer in order as the app role, under row-level
 * security. The planner is kept from what a small table would tempt it to; there must be two rows.
 * @param from table and alias; `where` with the station as `$1`
 */
export async function sortsWithoutIndex(
  service: TestService,
  tenant: TestTenant,
  list: ListDefinition,
  { from, where }: { readonly from: string; readonly where: string },
): Promise<string[]> {
  const source = { columns: list.id.sql, from, where, params: [tenant.stationId] };
  const asked = Object.keys(list.sorts).flatMap((field) => [
    { field, descending: false },
    { field, descending: true },
  ]);
  return service.db.tenantRead(testScope(tenant), async (tx) => {
    for (const means of ['seqscan', 'sort', 'bitmapscan']) await tx.run(`set local enable_${means} = off`, []);
    const without: string[] = [];
    for (const sort of asked) {
      const { nextCursor: cursor } = await listPage(tx, list, { sorts: [sort], limit: 1 }, source);
      if (cursor === '') throw new Error(`${from} has no second row to go on to`);
      const { sql, params } = listStatement(list, { sorts: [sort], cursor }, source);
      const rows = await tx.rows<{ 'QUERY PLAN': string }>(`explain ${sql}`, params);
      const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
      if (/Sort Key|Seq Scan/.test(plan)) without.push(`${sort.descending ? '-' : ''}${sort.field}`);
    }
    return without;
  });
}
