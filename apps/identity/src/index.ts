export { identityService } from './identity.service.js';
export { demoClientId, demoNetworkId, demoStations, demoUserId } from './seed/demo.js';
export { identitySeedVariables, seedIdentity, type SeedOptions } from './seed/seed-identity.js';
