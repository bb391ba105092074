import { createHash } from 'node:crypto';
import { services } from '../../tools/dev/services.mjs';
import type { System } from './system.js';

/** One digest per table of every service, timestamps left out, rows in no order. */
export async function digestOfAll(system: System): Promise<Record<string, string>> {
  const digests: Record<string, string> = {};
  for (const { name } of services.filter(({ database }) => database)) {
    const tables = await system.rows<{ table_name: string; columns: string[] }>(
      name,
      `select table_name::text, array_agg(column_name::text order by ordinal_position)
         filter (where udt_name <> 'timestamptz') as columns
       from information_schema.columns where table_schema = 'public' and table_name <> 'migration' group by table_name order by table_name`,
    );
    for (const { table_name, columns } of tables) {
      const list = columns.map((column) => `"${column}"`).join(', ');
      const rows = await system.rows<{ line: string }>(
        name,
        `select row(${list})::text as line from "${table_name}" order by 1`,
      );
      const hash = createHash('sha256').update(rows.map(({ line }) => line).join('\n'));
      digests[`${name}.${table_name}`] = `${rows.length} rows ${hash.digest('hex').slice(0, 16)}`;
    }
  }
  return digests;
}
