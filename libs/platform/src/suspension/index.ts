export * from './suspension.js';
export * from './suspensions.js';
