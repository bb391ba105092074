import { isUtf8 } from 'node:buffer';
import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import ExcelJS from 'exceljs';
import { isSoundZip } from './zip-archive.reader.js';
import { headerError, MOST_ROWS, rowError, type RawRow, type RowError } from './despatch-file.js';

/** Unpacked: twice what the most rows take. */
const MOST_XLSX_BYTES = 24 * 1_048_576;
/** Of a sound archive with broken sheets the library may wait for an end that never comes. */
const XLSX_PATIENCE_MS = 15_000;

/** Rows below the header, or what makes the file as a whole unreadable. */
export type ReadFile = { readonly rows: readonly RawRow[] } | { readonly errors: readonly RowError[] };

/** Reads a CSV file, streaming. Its layout is told in `despatch-file.ts`. */
export async function readDespatchCsv(content: Uint8Array): Promise<ReadFile> {
  const broken = brokenUtf8Line(content);
  if (broken !== undefined) return { errors: [rowError(broken, '', 'despatch-file.encoding')] };
  const parser = Readable.from([content]).pipe(
    parse({ bom: true, delimiter: ';', info: true, relax_column_count: true, skip_empty_lines: true }),
  );
  try {
    return await collect(csvRows(parser as AsyncIterable<{ info: { lines: number }; record: string[] }>));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const { lines } = error as CsvError & { lines?: number };
    return { errors: [rowError(lines ?? 1, '', 'despatch-file.malformed-row')] };
  }
}

/** Reads the first sheet of an XLSX file. */
export async function readDespatchXlsx(content: Uint8Array): Promise<ReadFile> {
  const unreadable: ReadFile = { errors: [rowError(1, '', 'despatch-file.unreadable')] };
  const archive = Buffer.from(content);
  if (!(await isSoundZip(archive, MOST_XLSX_BYTES))) return unreadable;
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<ReadFile>((resolve) => (timer = setTimeout(resolve, XLSX_PATIENCE_MS, unreadable)));
  try {
    return await Promise.race([collect(xlsxRows(archive)), tooLong]);
  } catch {
    // Whatever the library says of an archive that is no workbook, to the user it is one.
    return unreadable;
  } finally {
    clearTimeout(timer);
  }
}

async function* csvRows(records: AsyncIterable<{ info: { lines: number }; record: string[] }>): AsyncGenerator<RawRow> {
  for await (const { info, record } of records) yield { line: info.lines, cells: record };
}

/** The library's streaming reader now and then loses a part of a sound workbook; this one reads it whole. */
async function* xlsxRows(content: Buffer): AsyncGenerator<RawRow> {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load(content as unknown as ArrayBuffer);
  const [sheet] = workbook.worksheets;
  for (let number = 1; number <= (sheet?.rowCount ?? 0); number++) {
    // exceljs counts columns from 1.
    const values = (sheet?.findRow(number)?.values ?? []) as unknown[];
    const cells = Array.from(values.slice(1), cellText);
    if (cells.some((cell) => cell !== '')) yield { line: number, cells };
  }
}

/** A typed cell as it would be written in CSV: comma before decimals, dates YYYY-MM-DD. */
function cellText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return String(value).replace('.', ',');
  if (value instanceof Date)
    return Number.isNaN(value.getTime()) ? '' : value.toISOString().replace('T00:00:00.000Z', '');
  if (typeof value !== 'object') return String(value);
  const { richText, text, result } = value as { richText?: { text: string }[]; text?: unknown; result?: unknown };
  if (richText !== undefined) return richText.map((run) => run.text).join('');
  return cellText(text ?? result);
}

async function collect(source: AsyncGenerator<RawRow>): Promise<ReadFile> {
  const header = await source.next();
  const wrong = headerError(header.done === true ? undefined : trimmed(header.value));
  if (wrong !== undefined) return { errors: [wrong] };
  const rows: RawRow[] = [];
  for await (const row of source) {
    if (rows.length === MOST_ROWS) {
      return { errors: [rowError(row.line, '', 'despatch-file.too-many-rows', { max: String(MOST_ROWS) })] };
    }
    rows.push(row);
  }
  return rows.length === 0 ? { errors: [rowError(2, '', 'despatch-file.empty')] } : { rows };
}

/** A sheet may have columns that were formatted and never filled. */
function trimmed({ line, cells }: RawRow): RawRow {
  const last = cells.findLastIndex((cell) => cell !== '');
  return { line, cells: cells.slice(0, last + 1) };
}

/** The line of the first bytes that are not UTF-8. */
function brokenUtf8Line(content: Uint8Array): number | undefined {
  if (isUtf8(content)) return undefined;
  const lines = Buffer.from(content).toString('latin1').split('\n');
  const broken = lines.findIndex((text) => !isUtf8(Buffer.from(text, 'latin1')));
  return broken + 1;
}
