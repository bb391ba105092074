export * from './identity.js';
export * from './parties.js';
