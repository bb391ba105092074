import { systemClock } from '@navette/kernel';
import { Database } from '../database/database.js';
import type { Scope } from '../database/scope.js';
import { createLogger, Metrics } from '../observability/index.js';
import { databaseConfig } from '../service/service-config.js';

/**
 * Opens a service's database as the running service would, for a seed, and closes it.
 * @param env the database and its passwords, as for the running service
 * @throws ConfigError naming every variable that is missing or malformed
 */
export async function seeding(
  service: string,
  env: NodeJS.ProcessEnv,
  work: (db: Database) => Promise<void>,
): Promise<void> {
  const logger = createLogger(service, env['NAVETTE_LOG_LEVEL'] ?? 'info');
  const db = new Database(databaseConfig(service, env), systemClock, logger, new Metrics(service));
  await db.open();
  try {
    await work(db);
  } finally {
    await db.close();
  }
}

/** A seed acting in one station; `operation` is what its audit rows say. */
export function seedScope(stationId: string, networkId: string, operation: string): Scope {
  return {
    stationId,
    networkId,
    actor: { kind: 'system', id: 'seed' },
    operation,
    requestId: 'seed',
    correlationId: 'seed',
    causationId: '',
  };
}
