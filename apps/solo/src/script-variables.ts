import { identitySeedVariables } from '@navette/identity';
import { notificationsSeedVariables } from '@navette/notifications';
import { envName, readConfig, sharedVariables, text, url, type Variables } from '@navette/platform/config';
import { z } from 'zod';

/** Read by `migrate`, beside addresses and passwords of every database. */
export const migrateVariables = {
  NAVETTE_ADMIN_DATABASE_URL: {
    schema: url,
    about: 'address of PostgreSQL for its administrator, who makes databases and roles',
    secret: true,
  },
} satisfies Variables;

/** The bus as its administrator sees it. */
export function busConfig(env: NodeJS.ProcessEnv) {
  const {
    NAVETTE_NATS_URL,
    NAVETTE_PREFIX,
    NAVETTE_STREAM_PREFIX,
    NAVETTE_STREAM_REPLICAS,
    NAVETTE_STREAM_DUPLICATE_SECONDS,
  } = sharedVariables;
  const needed = { NAVETTE_NATS_URL, NAVETTE_PREFIX, NAVETTE_STREAM_PREFIX };
  const read = readConfig({ ...needed, NAVETTE_STREAM_REPLICAS, NAVETTE_STREAM_DUPLICATE_SECONDS }, env);
  return {
    url: read.NAVETTE_NATS_URL,
    prefix: read.NAVETTE_STREAM_PREFIX ?? read.NAVETTE_PREFIX,
    replicas: read.NAVETTE_STREAM_REPLICAS,
    duplicateSeconds: read.NAVETTE_STREAM_DUPLICATE_SECONDS,
  };
}

/** Read by `nats-users`: the password of one service, which it cannot do without. */
export const natsPasswordVariable = (service: string) =>
  ({ [`NAVETTE_${envName(service)}_NATS_PASSWORD`]: { schema: text, about: `NATS password of ${service}`, secret: true } }) satisfies Variables; // prettier-ignore

/** Services whose databases `seed` writes to. */
export const seededServices = ['identity', 'parties', 'notifications', 'device-gateway', 'stock'] as const;

const amount = (fallback: number) => z.coerce.number().int().min(0).default(fallback);

/** Read by `seed`, beside the client secrets of all services and the databases of `seededServices`. */
export const seedVariables = {
  ...identitySeedVariables,
  ...notificationsSeedVariables,
  NAVETTE_SEED_CONSUMERS: { schema: amount(2_000), about: 'invented consumers of the demo network' },
  NAVETTE_SEED_PARTS: { schema: amount(5_000), about: 'invented parts of the demo catalogue' },
} satisfies Variables;
