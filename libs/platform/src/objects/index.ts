export * from './object-store.js';
export * from './object-table.js';
