export * from './saga-definition.js';
export * from './saga-participant.js';
export * from './saga-patience.js';
export * from './saga-runner.js';
