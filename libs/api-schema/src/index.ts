export * from './parties.js';
