import { stringify } from 'csv-stringify/sync';
import { COLUMNS } from './despatch-rows.mjs';

/** UTF-8, `;`, decimal comma. @param {import('./despatch-rows.mjs').DespatchRow[]} rows */
export const despatchCsv = (rows) =>
  stringify(
    rows.map((row) => ({ ...row, quantity: withComma(row.quantity), unit_price: withComma(row.unit_price) })),
    { header: true, columns: [...COLUMNS], delimiter: ';', record_delimiter: 'windows' },
  );

/** @param {string} decimal */
const withComma = (decimal) => decimal.replace('.', ',');
