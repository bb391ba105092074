export * from './service-definition.js';
export * from './service-config.js';
export * from './start-service.js';
export * from './rpc-clients.js';
export * from './bus-manifest.js';
