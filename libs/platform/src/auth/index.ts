export * from './access.js';
export * from './errors.js';
export * from './grants.js';
export * from './tokens.js';
export * from './service-tokens.js';
