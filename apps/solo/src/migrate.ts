import { migrate, provision, unprovision } from '@navette/platform/database';
import { createLogger } from '@navette/platform/observability';
import { databaseConfig } from '@navette/platform/service';
import { services } from './services.js';

/**
 * Makes and migrates the database of every service, as the administrator of the server (NAVETTE_ADMIN_DATABASE_URL) and
 * then as each owner. `--drop` removes them instead, and nothing else.
 */
const logger = createLogger('migrate', process.env['NAVETTE_LOG_LEVEL'] ?? 'info');
const admin = process.env['NAVETTE_ADMIN_DATABASE_URL'];
if (admin === undefined) throw new Error('NAVETTE_ADMIN_DATABASE_URL is not set');
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
