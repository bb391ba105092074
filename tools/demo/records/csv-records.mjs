import { isUtf8 } from 'node:buffer';
import { parse } from 'csv-parse/sync';

/**
 * Records of a CSV file (RFC 4180): a quoted field may hold separators, quotes and line breaks, so a record is not a line.
 *
 * @typedef {{ line: number, fields: string[] }} CsvRecord `line`: of the file, from 1, where the record begins
 * @typedef {{ line: number, reason: string }} Refusal
 */

const [QUOTE, COMMA, LF, CR] = [0x22, 0x2c, 0x0a, 0x0d];
/** A quote that is never closed must not make one record of a whole file. */
const LONGEST_RECORD = 1024 * 1024;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * Every record, or why it can't be read. After one that can't, reading goes on with the next line: a quote that somebody
 * forgot costs its own line, not the ones below.
 *
 * @param {Buffer} file
 * @returns {Generator<CsvRecord | Refusal>}
 */
export function* csvRecords(file) {
  let line = 1;
  let at = file.subarray(0, 3).equals(BYTE_ORDER_MARK) ? 3 : 0;
  while (at < file.length) {
    const end = recordEnd(file, at);
    const bytes = file.subarray(at, end);
    if (isBlank(bytes)) {
      at = end;
      line += 1;
      continue;
    }
    const read = readRecord(bytes);
    yield { line, ...read };
    const next = 'reason' in read ? lineEnd(file, at) : end;
    line += linesIn(file.subarray(at, next));
    at = next;
  }
}

/** @param {Buffer} bytes @returns {{ fields: string[] } | { reason: string }} */
function readRecord(bytes) {
  if (bytes.length > LONGEST_RECORD)
    return { reason: 'not CSV: a quote is not closed, or the record is longer than 1 MiB' };
  if (!isUtf8(bytes)) return { reason: 'not UTF-8' };
  try {
    const [fields = []] = parse(bytes, { relax_column_count: true });
    return { fields };
  } catch (error) {
    const code = String(/** @type {{ code?: string }} */ (error).code ?? '');
    return { reason: `not CSV: ${explained[code] ?? code}` };
  }
}

/** @type {Record<string, string>} */
const explained = {
  CSV_QUOTE_NOT_CLOSED: 'a quote is not closed',
  CSV_INVALID_CLOSING_QUOTE: 'text follows a closing quote',
  INVALID_OPENING_QUOTE: 'a quote stands inside a field without quotes',
};

/** Where the record that begins at `from` ends, its line break included. @param {Buffer} file @param {number} from */
function recordEnd(file, from) {
  let quoted = false;
  let fieldStart = true;
  const last = Math.min(file.length, from + LONGEST_RECORD + 1);
  for (let i = from; i < last; i += 1) {
    const byte = file[i];
    if (quoted) {
      if (byte !== QUOTE) continue;
      if (file[i + 1] === QUOTE) i += 1;
      else quoted = false;
    } else if (byte === LF) return i + 1;
    else if (byte === QUOTE && fieldStart) {
      quoted = true;
      fieldStart = false;
    } else fieldStart = byte === COMMA;
  }
  return last;
}

/** @param {Buffer} file @param {number} from */
function lineEnd(file, from) {
  const found = file.indexOf(LF, from);
  return found < 0 ? file.length : found + 1;
}

/** @param {Buffer} bytes */
function linesIn(bytes) {
  let lines = 0;
  for (let i = bytes.indexOf(LF); i >= 0; i = bytes.indexOf(LF, i + 1)) lines += 1;
  return lines;
}

/** @param {Buffer} bytes */
const isBlank = (bytes) => bytes.length <= 2 && bytes.every((byte) => byte === LF || byte === CR);
