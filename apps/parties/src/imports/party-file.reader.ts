import { isUtf8 } from 'node:buffer';
import { csvRows, TableError, xlsxRows, type TableRow } from '@navette/platform/tables';
import type { PartyImportProblem } from '@navette/contracts/parties/v1/service';
import { MOST_LINES, problem, unkeepable } from './party-import.js';

/** What a workbook may weigh unpacked. */
const MOST_XLSX_BYTES = 96 * 1_048_576;
const DELIMITERS = [';', ',', '\t', '|'];

export const FORMATS = ['csv', 'xlsx'] as const;
export type Format = (typeof FORMATS)[number];

/** Header and lines, or why the file can't be taken. */
export type PartyFile =
  | { readonly header: readonly string[]; readonly lines: readonly TableRow[] }
  | { readonly problem: PartyImportProblem };

/** Reads a file of parties: its first line that is not empty is the header. */
export async function readPartyFile(content: Uint8Array, format: Format): Promise<PartyFile> {
  const text = format === 'csv' ? asUtf8(content) : undefined;
  if (text?.includes(0) === true) return { problem: problem(0, 'import.encoding') };
  const source = text === undefined ? xlsxRows(content, MOST_XLSX_BYTES) : csvRows(text, delimiterOf(text));
  const lines: TableRow[] = [];
  let header: string[] | undefined;
  try {
    for await (const { line, cells: read } of source) {
      const cells = read.map((cell) => cell.replaceAll('\0', '').trim().replace(KEPT_FROM_BEING_A_FORMULA, ''));
      if (cells.every((cell) => cell === '')) continue;
      const refused = unkeepable(line, cells);
      if (refused !== undefined) return { problem: refused };
      if (header === undefined) header = cells;
      else if (lines.length === MOST_LINES)
        return { problem: problem(line, 'import.too-many-lines', { max: MOST_LINES }) };
      else lines.push({ line, cells });
    }
  } catch (error) {
    if (error instanceof TableError) return { problem: problem(error.line, `import.${error.rule}`) };
    throw error;
  }
  return header === undefined || lines.length === 0 ? { problem: problem(0, 'import.empty') } : { header, lines };
}

/** Spreadsheets and other programs, and our own export, put it before what would be taken for a formula. */
const KEPT_FROM_BEING_A_FORMULA = /^'(?=[=+\-@])/;

/** Where it differs from Latin-1, from 0x80 on; releases of Node differ in whether their decoder knows. */
const WINDOWS_1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

/**
 * A text as UTF-8: by its byte order mark, as it is, or, where it can't be that, as the Windows-1252 in which older programs and
 * spreadsheets write French.
 */
function asUtf8(content: Uint8Array): Uint8Array {
  const [first, second] = content;
  const marked = first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : '';
  if (marked !== '') return Buffer.from(new TextDecoder(marked).decode(content));
  if (isUtf8(content)) return content;
  return Buffer.from(Buffer.from(content).toString('latin1').replace(/[\x80-\x9f]/g, (one) => WINDOWS_1252[one.charCodeAt(0) - 0x80] ?? one)); // prettier-ignore
}

/** What most often stands between the columns of the first line. */
function delimiterOf(content: Uint8Array): string {
  const text = Buffer.from(content.subarray(0, 65_536)).toString('utf8');
  const first = text.split(/\r?\n/).find((line) => line.trim() !== '') ?? '';
  const times = (delimiter: string) => first.split(delimiter).length;
  return DELIMITERS.reduce((best, one) => (times(one) > times(best) ? one : best));
}
