import { isUtf8 } from 'node:buffer';
import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import ExcelJS from 'exceljs';
import { isSoundZip } from './zip-archive.js';

/** A row as read: its line in the file, counted from 1, and its cells as text. */
export interface TableRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/** What makes a file as a whole no table. */
export class TableError extends Error {
  constructor(
    readonly line: number,
    readonly rule: 'encoding' | 'malformed-row' | 'unreadable',
  ) {
    super(`${rule} in line ${line}`);
  }
}

export interface XlsxLimits {
  /** What the workbook may weigh unpacked. */
  readonly mostBytes: number;
  /** Of a sound archive with broken sheets the library may wait for an end that never comes. */
  readonly patienceMs: number;
}

/**
 * Rows of a CSV file that are not empty, streaming: UTF-8 with or without byte order mark, quoted as in RFC 4180.
 * @throws TableError `encoding` with the first line that is not UTF-8, `malformed-row`
 */
export async function* csvRows(content: Uint8Array, delimiter: string): AsyncGenerator<TableRow> {
  const broken = brokenUtf8Line(content);
  if (broken !== undefined) throw new TableError(broken, 'encoding');
  const parser = Readable.from([content]).pipe(
    parse({ bom: true, delimiter, info: true, relax_column_count: true, skip_empty_lines: true }),
  );
  try {
    for await (const { info, record } of parser as AsyncIterable<{ info: { lines: number }; record: string[] }>)
      yield { line: info.lines, cells: record };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const { lines } = error as CsvError & { lines?: number };
    throw new TableError(lines ?? 1, 'malformed-row');
  }
}

/**
 * Rows of the first sheet of an XLSX file that are not empty.
 * @throws TableError `unreadable`
 */
export async function* xlsxRows(content: Uint8Array, limits: XlsxLimits): AsyncGenerator<TableRow> {
  const sheet = await firstSheet(Buffer.from(content), limits);
  for (let number = 1; number <= (sheet?.rowCount ?? 0); number++) {
    // exceljs counts columns from 1.
    const values = (sheet?.findRow(number)?.values ?? []) as unknown[];
    const cells = Array.from(values.slice(1), cellText);
    if (cells.some((cell) => cell !== '')) yield { line: number, cells };
  }
}

/** The library's streaming reader now and then loses a part of a sound workbook; this one reads it whole. */
async function firstSheet(archive: Buffer, { mostBytes, patienceMs }: XlsxLimits) {
  const unreadable = new TableError(1, 'unreadable');
  if (!(await isSoundZip(archive, mostBytes))) throw unreadable;
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => (timer = setTimeout(reject, patienceMs, unreadable)));
  const workbook = new ExcelJS.Workbook();
  try {
    await Promise.race([workbook.xlsx.load(archive as unknown as ArrayBuffer), tooLong]);
    return workbook.worksheets[0];
  } catch {
    // Whatever the library says of an archive that is no workbook, to the user it is one.
    throw unreadable;
  } finally {
    clearTimeout(timer);
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

/** The line of the first bytes that are not UTF-8. */
function brokenUtf8Line(content: Uint8Array): number | undefined {
  if (isUtf8(content)) return undefined;
  const lines = Buffer.from(content).toString('latin1').split('\n');
  const broken = lines.findIndex((text) => !isUtf8(Buffer.from(text, 'latin1')));
  return broken + 1;
}
