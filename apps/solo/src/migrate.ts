import { migrate, provision, unprovision } from '@navette/platform/database';
import { readConfig, sharedVariables } from '@navette/platform/config';
import { Bus } from '@navette/platform/messaging';
import { createLogger } from '@navette/platform/observability';
import { databaseConfig } from '@navette/platform/service';
import { migrateVariables } from './script-variables.js';
import { services } from './services.js';

/**
 * Makes and migrates the database of every service, as the administrator of the server (NAVETTE_ADMIN_DATABASE_URL) and
 * then as each owner. `--drop` removes databases, roles and streams instead, and nothing else; what we keep in Redis ends
 * by itself within seconds.
 */
const logger = createLogger('migrate', process.env['NAVETTE_LOG_LEVEL'] ?? 'info');
const { NAVETTE_ADMIN_DATABASE_URL: admin } = readConfig(migrateVariables, process.env);
const drop = process.argv.includes('--drop');

for (const { name, migrations } of services) {
  if (migrations === undefined) continue;
  const config = databaseConfig(name, process.env);
  if (drop) await unprovision(admin, config);
  else {
    await provision(admin, config);
    await migrate(config, migrations, logger);
  }
}
if (drop) await dropStreams();

async function dropStreams(): Promise<void> {
  const { NAVETTE_NATS_URL: url, NAVETTE_PREFIX, NAVETTE_STREAM_PREFIX } = readConfig(sharedVariables, process.env);
  const bus = new Bus({ url, prefix: NAVETTE_STREAM_PREFIX ?? NAVETTE_PREFIX, name: 'migrate' }, logger);
  await bus.open();
  await bus.removeStreams();
  await bus.close();
}
