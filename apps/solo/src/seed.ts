import { demoNetworkId, demoStations, seedIdentity } from '@navette/identity';
import { seedNotificationsDemo } from '@navette/notifications';
import { seedParties } from '@navette/parties';
import { declaredRights } from '@navette/platform/auth';
import { services } from './services.js';

/**
 * The demo network (ID-12), in the databases that `migrate` made. May be repeated: what is there stays.
 */
const serviceCalls = new Map(services.map(({ name, calls = [] }) => [name, calls]));
await seedIdentity(process.env, {
  rights: declaredRights(),
  manufacturerRights: declaredRights().filter((right) => right.startsWith('device-gateway:')),
  serviceCalls,
});
await seedParties(process.env, {
  networkId: demoNetworkId,
  stationIds: Object.values(demoStations),
  consumers: Number(process.env['NAVETTE_SEED_CONSUMERS'] ?? 2_000),
});
await seedNotificationsDemo(process.env, { networkId: demoNetworkId, stations: demoStations });
