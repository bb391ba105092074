import { readAsOwner } from '@navette/platform/database';
import { seeding } from '@navette/platform/seed';
import { databaseConfig } from '@navette/platform/service';
import { GrantRepository } from '../grants/grant.repository.js';
import { SetGrant } from '../grants/set-grant.js';
import { installationScope } from '../installation-scope.js';

/**
 * ID-8: gives our own services the rights that they need of each other in this release, in every station there is. For after
 * the migration of an installation that was made by an earlier one; changes and tells nothing where they have them.
 *
 * @param env the database and its passwords, its owner's included
 * @param serviceCalls rights that each service needs of others
 * @throws ConfigError naming every variable that is missing or malformed
 */
export async function renewServiceGrants(
  env: NodeJS.ProcessEnv,
  serviceCalls: ReadonlyMap<string, readonly string[]>,
): Promise<void> {
  const stations = await readAsOwner<{ stationId: string; networkId: string }>(
    databaseConfig('identity', env),
    'select station_id as "stationId", network_id as "networkId" from station order by station_id',
  );
  await seeding('identity', env, async (db) => {
    const grants = new SetGrant(new GrantRepository());
    for (const station of stations) {
      await db.tenantTx({ ...installationScope('identity:service-grants.renew'), ...station }, async (tx) => {
        for (const [service, rights] of serviceCalls) await grants.within(tx, service, rights);
        if (tx.audited.length === 0) tx.changesNothing();
      });
    }
  });
}
