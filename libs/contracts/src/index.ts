export * from './message-type.js';
export * from './gen/registry.js';
