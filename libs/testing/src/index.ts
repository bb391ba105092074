export * from './eventually.js';
export * from './servers.js';
export * from './tenants.js';
export * from './test-database.js';
export * from './test-service.js';
export * from './test-tokens.js';
export * from './saga-scenario.js';
export * from './neighbours.js';
