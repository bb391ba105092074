import pg from 'pg';

/**
 * The services' databases, read behind their backs: one connection each, as the superuser, whom no row is hidden from.
 *
 * @typedef {(service: string, sql: string, params?: unknown[]) => Promise<any[]>} Query
 */

/**
 * @template T
 * @param {Record<string, string>} urls by service
 * @param {(query: Query) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withDatabases(urls, work) {
  /** @type {Map<string, pg.Client>} */
  const clients = new Map();
  try {
    for (const [service, url] of Object.entries(urls)) {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      // A date is a business date here, not an instant of this machine.
      client.setTypeParser(pg.types.builtins.DATE, String);
      clients.set(service, client);
    }
    return await work(async (service, sql, params = []) => {
      const client = clients.get(service);
      if (!client) throw new Error(`${service} has no database`);
      return (await client.query(sql, params)).rows;
    });
  } finally {
    await Promise.all([...clients.values()].map((client) => client.end()));
  }
}
