export * from './identity.js';
export * from './parties.js';
export * from './party-kinds.js';
export * from './stock-kinds.js';
export * from './stock.js';
