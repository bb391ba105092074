export { identityService } from './identity.service.js';
export { demoClientId, demoNetworkId, demoStations, demoUserId } from './seed/demo.js';
export { identitySeedVariables, seedIdentity, type SeedOptions } from './seed/seed-identity.js';
export { rotateSigningKeys } from './tokens/rotate-signing-keys.command.js';
export { bootstrapIdentity, type BootstrapAnswers } from './seed/bootstrap.js';
export { renewServiceGrants } from './seed/renew-service-grants.js';
