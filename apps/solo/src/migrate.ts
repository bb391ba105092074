import { renewServiceGrants } from '@navette/identity';
import { migrate, provision, unprovision } from '@navette/platform/database';
import { readConfig } from '@navette/platform/config';
import { Bus } from '@navette/platform/messaging';
import { createLogger } from '@navette/platform/observability';
import { databaseConfig, makeStreams } from '@navette/platform/service';
import { busConfig, migrateVariables } from './script-variables.js';
import { serviceCalls, services } from './services.js';

/**
 * Makes and migrates the database of every service, as the administrator of the server (NAVETTE_ADMIN_DATABASE_URL) and
 * then as each owner, gives the services the rights that they need of each other in the stations there are, and makes the
 * streams as the user of NAVETTE_NATS_URL. `--drop` removes databases, roles and streams instead, and nothing else; what we
 * keep in Redis ends by itself within seconds.
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
if (!drop) await renewServiceGrants(process.env, serviceCalls);

const bus = new Bus({ ...busConfig(process.env), name: 'migrate' }, logger);
await bus.open();
await (drop ? bus.removeStreams() : makeStreams(bus, services));
await bus.close();
