export * from './run-services.js';
