export * from './errors.js';
export * from './operation.js';
export * from './problem.js';
export * from './install-http.js';
export * from './openapi.js';
export * from './versions.js';
export * from './list-grammar.js';
