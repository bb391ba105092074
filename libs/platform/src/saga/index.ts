export * from './saga-definition.js';
export * from './saga-participant.js';
