export { csvStream } from './csv-stream.js';
export * from './table-rows.js';
export { isSoundZip } from './zip-archive.js';
