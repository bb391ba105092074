import { saveFile } from '../../ui/save-file.js';

/** A sheet of plain texts, as the list shows them. */
export interface Sheet {
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export type SheetKind = 'csv' | 'xlsx';

/**
 * Gives the sheet to the person as a file. CSV is as French spreadsheets open it: semicolons, a byte-order mark; a cell that
 * a spreadsheet would take for a formula is kept from being one.
 */
export async function saveSheet(kind: SheetKind, sheet: Sheet): Promise<void> {
  const blob = kind === 'csv' ? await csvOf(sheet) : await xlsxOf(sheet);
  saveFile(`${sheet.name}.${kind}`, blob);
}

async function csvOf({ columns, rows }: Sheet): Promise<Blob> {
  const { stringify } = await import('csv-stringify/browser/esm/sync');
  const text = stringify([[...columns], ...rows.map((row) => [...row])], {
    delimiter: ';',
    bom: true,
    record_delimiter: 'windows',
    escape_formulas: true,
  });
  return new Blob([text], { type: 'text/csv' });
}

async function xlsxOf({ name, columns, rows }: Sheet): Promise<Blob> {
  const { default: excel } = await import('exceljs');
  const book = new excel.Workbook();
  // Excel takes 31 characters, none of these.
  const page = book.addWorksheet(name.replace(/[\\/?*[\]:]/g, ' ').slice(0, 31), {
    views: [{ state: 'frozen', ySplit: 1 }],
  });
  page.addRow(columns).font = { bold: true };
  for (const row of rows) page.addRow(row);
  page.columns.forEach((column, index) => {
    column.width = Math.min(50, Math.max(10, ...rows.slice(0, 200).map((row) => (row[index]?.length ?? 0) + 2)));
  });
  return new Blob([await book.xlsx.writeBuffer()], {
    type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  });
}
