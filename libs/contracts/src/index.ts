export * from './message-type.js';
export * from './saga-reply.js';
export * from './gen/registry.js';
