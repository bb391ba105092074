export * from './bus.js';
export * from './consumers.js';
export * from './dead-letters.js';
export * from './envelope.js';
export * from './incoming.js';
export * from './subjects.js';
export * from './subscription.js';
export * from './event-follower.js';
