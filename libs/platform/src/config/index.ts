export * from './config.js';
export * from './process-variables.js';
