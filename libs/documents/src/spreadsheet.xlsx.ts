import { finished } from 'node:stream/promises';
import { PassThrough, type Writable } from 'node:stream';
import ExcelJS from 'exceljs';
import { isHeading, type ColumnKind, type DocumentTable } from './table.js';

/** A sheet of a table; the lines of `head` stand above it, such as number and supplier of an order. */
export interface Spreadsheet {
  readonly name: string;
  readonly head?: readonly (readonly [label: string, value: string])[];
  readonly table: DocumentTable;
  /** The instant that its file carries. */
  readonly madeAt: Date;
}

/** Number formats of Excel; it writes them with the separators of its own language. */
const FORMATS: Readonly<Partial<Record<ColumnKind, string>>> = {
  quantity: '0.####',
  price: '#,##0.00## "€"',
  money: '#,##0.00 "€"',
  rate: '0.##%',
  date: 'dd/mm/yyyy',
};
const WIDTHS: Readonly<Record<ColumnKind, number>> = { text: 44, code: 20, quantity: 11, price: 14, money: 15, rate: 9, date: 12, blank: 14, barcode: 20 }; // prettier-ignore

/** The sheet as XLSX, row by row: memory does not grow with its length. Closes `out`. */
export async function writeSpreadsheet({ head = [], madeAt, name, table }: Spreadsheet, out: Writable): Promise<void> {
  const book = new ExcelJS.stream.xlsx.WorkbookWriter({ stream: out, useStyles: true, useSharedStrings: false });
  book.creator = 'Navette';
  book.created = madeAt;
  book.modified = madeAt;
  // Excel takes 31 characters, none of these.
  const sheet = book.addWorksheet(name.replace(/[\\/?*[\]:]/g, ' ').slice(0, 31), {
    views: [{ state: 'frozen', ySplit: head.length + (head.length > 0 ? 2 : 1) }],
  });
  sheet.columns = table.columns.map(({ kind }) => ({ width: WIDTHS[kind], style: styleOf(kind) }));
  for (const line of head) sheet.addRow([...line]).commit();
  if (head.length > 0) sheet.addRow([]).commit();
  const titles = sheet.addRow(table.columns.map(({ title }) => title));
  titles.font = { bold: true };
  titles.commit();
  for await (const row of table.rows) {
    const cells = isHeading(row) ? [row.heading] : table.columns.map(({ kind }, index) => cell(kind, row.cells[index] ?? '')); // prettier-ignore
    sheet.addRow(cells).commit();
  }
  sheet.commit();
  await book.commit();
}

/** The whole file, for what is attached or answered. */
export async function spreadsheetXlsx(spreadsheet: Spreadsheet): Promise<Buffer> {
  const out = new PassThrough();
  const chunks: Buffer[] = [];
  out.on('data', (chunk: Buffer) => chunks.push(chunk));
  await Promise.all([finished(out), writeSpreadsheet(spreadsheet, out)]);
  return Buffer.concat(chunks);
}

const styleOf = (kind: ColumnKind) => (FORMATS[kind] === undefined ? {} : { numFmt: FORMATS[kind] });

/** Numbers and days as such, so that the reader can add and sort them; a reference stays a text, its zeros with it. */
function cell(kind: ColumnKind, value: string): string | number | Date | null {
  if (value === '') return null;
  if (kind === 'date') return new Date(`${value}T00:00:00Z`);
  // A spreadsheet knows binary numbers alone: exact to 15 digits, and ours have 14.
  return FORMATS[kind] === undefined ? value : Number(value);
}
