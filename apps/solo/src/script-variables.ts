import { identitySeedVariables } from '@navette/identity';
import { notificationsSeedVariables } from '@navette/notifications';
import { url, type Variables } from '@navette/platform/config';
import { z } from 'zod';

/** Read by `migrate`, beside addresses and passwords of every database. */
export const migrateVariables = {
  NAVETTE_ADMIN_DATABASE_URL: {
    schema: url,
    about: 'address of PostgreSQL for its administrator, who makes databases and roles',
    secret: true,
  },
} satisfies Variables;

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
