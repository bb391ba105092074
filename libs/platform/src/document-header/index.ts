export * from './document-header.js';
export * from './representative-of-header.js';
