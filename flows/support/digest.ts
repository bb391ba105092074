import { createHash } from 'node:crypto';
import { services } from '../../tools/dev/services.mjs';
import type { System } from './system.js';

/** Columns that tell when, or count tries: they may differ between two runs that did the same. */
const TIMES = new Set(['timestamptz']);
const SKIPPED_TABLES = new Set(['migration']);

/** One digest per table of every service, timestamps left out, rows in no order. */
export async function digestOfAll(system: System): Promise<Record<string, string>> {
  const digests: Record<string, string> = {};
  for (const { name } of services.filter(({ database }) => database)) {
    const tables = await system.rows<{ table_name: string; columns: string[] }>(
      name,
      `select table_name::text, array_agg(column_name::text order by ordinal_position)
         filter (where udt_name <> all ($1)) as columns
       from information_schema.columns where table_schema = 'public' group by table_name order by table_name`,
      [[...TIMES]],
    );
    for (const { table_name, columns } of tables) {
      if (SKIPPED_TABLES.has(table_name)) continue;
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
