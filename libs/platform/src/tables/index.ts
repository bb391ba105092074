export { csvStream } from './csv-stream.js';
export * from './table-rows.js';
export { xlsxRows } from './xlsx-rows.js';
