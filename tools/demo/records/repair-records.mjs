import { createHash } from 'node:crypto';
import { csvRecords } from './csv-records.mjs';
import { evenly } from './sample.mjs';

/**
 * A repair of the file (Open Repair Data Standard), as it stands there: odd spelling, unknown brand and empty problem
 * included.
 *
 * @typedef {object} RepairRecord
 * @property {string} key unique in the file and safe in numbers: the record's id wherever it is both
 * @property {number} line
 * @property {string} category
 * @property {string} brand
 * @property {string} problem
 * @property {string} date of the event; may be empty
 *
 * @typedef {import('./csv-records.mjs').Refusal} Refusal
 */

const COLUMNS = { key: 'id', category: 'product_category', brand: 'brand', problem: 'problem', date: 'event_date' };

/** The file as a whole is no file of records. */
export class NotRecords extends Error {
  name = 'NotRecords';
}

/**
 * Takes `limit` records evenly from those that can be read; all that can't be are named, wherever they stand.
 *
 * @param {Buffer} file
 * @param {number} limit Infinity for all
 * @returns {{ records: RepairRecord[], refused: Refusal[], readable: number }}
 * @throws {NotRecords} when the header lacks a column
 */
export function takeRecords(file, limit) {
  /** @type {RepairRecord[]} */
  const readable = [];
  /** @type {Refusal[]} */
  const refused = [];
  for (const entry of repairRecords(file)) {
    if ('reason' in entry) refused.push(entry);
    else readable.push(entry);
  }
  const records = evenly(readable.length, limit).map((position) => /** @type {RepairRecord} */ (readable[position]));
  return { records, refused, readable: readable.length };
}

/** @param {Buffer} file @returns {Generator<RepairRecord | Refusal>} */
function* repairRecords(file) {
  const entries = csvRecords(file);
  const header = entries.next().value;
  if (!header || 'reason' in header) throw new NotRecords(`no header: ${header ? header.reason : 'the file is empty'}`);
  const missing = Object.values(COLUMNS).filter((column) => !header.fields.includes(column));
  if (missing.length > 0) throw new NotRecords(`the header lacks ${missing.join(', ')}`);
  /** @param {string[]} fields @param {string} column */
  const value = (fields, column) => fields[header.fields.indexOf(column)] ?? '';
  /** @type {Set<string>} */
  const keys = new Set();
  for (const entry of entries) {
    if ('reason' in entry) yield entry;
    else if (entry.fields.length !== header.fields.length) {
      const reason = `not CSV: ${entry.fields.length} fields instead of ${header.fields.length}`;
      yield { line: entry.line, reason };
    } else if (value(entry.fields, COLUMNS.category).trim() === '') {
      yield { line: entry.line, reason: 'no product category' };
    } else {
      const { line, fields } = entry;
      const key = uniqueKey(value(fields, COLUMNS.key), line, keys);
      const [category, brand, problem, date] = [COLUMNS.category, COLUMNS.brand, COLUMNS.problem, COLUMNS.date].map(
        (column) => value(fields, column),
      );
      yield /** @type {RepairRecord} */ ({ key, line, category, brand, problem, date });
    }
  }
}

/**
 * Ids are the file's affair: empty, repeated or odd ones must not cost a record.
 *
 * @param {string} id
 * @param {number} line
 * @param {Set<string>} taken
 */
function uniqueKey(id, line, taken) {
  const safe = /^[A-Za-z0-9_.-]{1,40}$/.test(id)
    ? id
    : `x${createHash('sha256').update(id).digest('hex').slice(0, 12)}`;
  const key = id === '' || taken.has(safe) ? `${safe}.L${line}` : safe;
  taken.add(key);
  return key;
}
