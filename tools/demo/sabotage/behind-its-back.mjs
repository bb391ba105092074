import { Exit, Stop } from '../../dev/lib/exit.mjs';
import { withDatabases } from '../check/databases.mjs';

/**
 * Works in one service's database as the superuser, in one transaction.
 *
 * @template T
 * @param {import('../run.mjs').Run} run
 * @param {string} service
 * @param {(query: (sql: string, params?: unknown[]) => Promise<any[]>) => Promise<T>} work
 * @returns {Promise<T>}
 */
export function behindItsBack(run, service, work) {
  const url = run.system.databases[service] ?? '';
  return withDatabases({ [service]: url }, async (query) => {
    const own = (/** @type {string} */ sql, /** @type {unknown[]} */ params = []) => query(service, sql, params);
    await own('begin');
    const value = await work(own);
    await own('commit');
    return value;
  });
}

/** No trigger and no foreign key until the end of the transaction. */
export const WITHOUT_GUARDS = 'set local session_replication_role = replica';

/**
 * Puts a row back, as `to_jsonb` gave it; columns that the database computes are left to it.
 *
 * @param {(sql: string, params?: unknown[]) => Promise<any[]>} query
 * @param {string} table
 * @param {object} row
 */
export async function putBack(query, table, row) {
  const columns = await query(
    `select quote_ident(column_name) as name from information_schema.columns
     where table_schema = 'public' and table_name = $1 and is_generated = 'NEVER'`,
    [table],
  );
  const names = columns.map(({ name }) => name).join(', ');
  await query(
    `insert into ${table} (${names}) overriding system value select ${names} from jsonb_populate_record(null::${table}, $1)`,
    [JSON.stringify(row)],
  );
}

/** Ids of the run's files. @param {import('../run.mjs').Run} run @returns {Promise<string[]>} */
export function fileIds(run) {
  return behindItsBack(run, 'interventions', async (query) => {
    const rows = await query(
      'select id from intervention_file where mission_external_number >= $1 and mission_external_number < $2 order by id',
      [run.prefix, `${run.prefix}\u{10ffff}`],
    );
    return rows.map(({ id }) => id);
  });
}

/**
 * @template T
 * @param {T | undefined} found
 * @param {string} what
 * @returns {T}
 */
export function needed(found, what) {
  if (found === undefined) throw new Stop(Exit.failed, `sabotage: the run left no ${what} to break`);
  return found;
}
