import { seedGatewayDemo } from '@navette/device-gateway';
import { demoClientId, demoNetworkId, demoStations, seedIdentity } from '@navette/identity';
import { seedNotificationsDemo } from '@navette/notifications';
import { demoPartiesOf, seedParties } from '@navette/parties';
import { declaredRights } from '@navette/platform/auth';
import { readConfig } from '@navette/platform/config';
import { seedStockDemo } from '@navette/stock';
import { seedVariables } from './script-variables.js';
import { serviceCalls } from './services.js';

/**
 * The demo network (ID-12), in the databases that `migrate` made. May be repeated: what is there stays.
 */
const { NAVETTE_SEED_CONSUMERS, NAVETTE_SEED_PARTS } = readConfig(seedVariables, process.env);
await seedIdentity(process.env, {
  rights: declaredRights(),
  manufacturerRights: declaredRights().filter((right) => right.startsWith('device-gateway:')),
  serviceCalls,
});
await seedParties(process.env, {
  networkId: demoNetworkId,
  stationIds: Object.values(demoStations),
  consumers: NAVETTE_SEED_CONSUMERS,
});
await seedNotificationsDemo(process.env, { networkId: demoNetworkId, stations: demoStations });
await seedGatewayDemo(process.env, {
  networkId: demoNetworkId,
  clientId: demoClientId,
  parties: Object.values(demoStations).map((stationId) => ({
    stationId,
    partyId: demoPartiesOf(stationId).manufacturer,
  })),
});
await seedStockDemo(process.env, {
  networkId: demoNetworkId,
  stations: Object.values(demoStations).map((stationId) => ({ stationId, ...demoPartiesOf(stationId) })),
  parts: NAVETTE_SEED_PARTS,
});
