import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { createInterface } from 'node:readline';
import { scaled } from './exact.mjs';

/**
 * What the accountant's file says of some pieces.
 *
 * @typedef {object} FecFacts
 * @property {string} path
 * @property {string} fileName
 * @property {Map<string, { debit: bigint, credit: bigint }>} pieces by reference, in cents; only those asked for
 * @property {bigint} debit of these pieces
 * @property {bigint} credit of these pieces
 */

/**
 * @param {string} path
 * @param {ReadonlySet<string>} asked references of pieces
 * @returns {Promise<FecFacts>}
 */
export async function readFec(path, asked) {
  const lines = createInterface({ input: createReadStream(path, 'utf8'), crlfDelay: Infinity });
  /** @type {Map<string, { debit: bigint, credit: bigint }>} */
  const pieces = new Map();
  const all = { debit: 0n, credit: 0n };
  /** @type {{ separator: string, piece: number, debit: number, credit: number } | undefined} */
  let columns;
  for await (const line of lines) {
    columns ??= columnsOf(line);
    const fields = line.split(columns.separator);
    const piece = fields[columns.piece] ?? '';
    if (!asked.has(piece)) continue;
    const [debit, credit] = [scaled(fields[columns.debit] ?? '', 2), scaled(fields[columns.credit] ?? '', 2)];
    const known = pieces.get(piece) ?? { debit: 0n, credit: 0n };
    pieces.set(piece, { debit: known.debit + debit, credit: known.credit + credit });
    all.debit += debit;
    all.credit += credit;
  }
  return { path, fileName: basename(path), pieces, ...all };
}

/** @param {string} header */
function columnsOf(header) {
  const separator = header.includes('\t') ? '\t' : '|';
  const names = header.replace(/^\uFEFF/, '').split(separator);
  const at = (/** @type {string} */ name) => {
    const index = names.indexOf(name);
    if (index < 0) throw new Error(`the FEC file has no column ${name}`);
    return index;
  };
  return { separator, piece: at('PieceRef'), debit: at('Debit'), credit: at('Credit') };
}
