export * from './scope.js';
export * from './tx.js';
export * from './database.js';
export * from './keyset.js';
export * from './migration.js';
export * from './migrations.js';
export * from './tenant-tables.js';
export * from './schema-rules.js';
