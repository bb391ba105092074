import { Buffer } from 'node:buffer';
import ExcelJS from 'exceljs';
import { COLUMNS } from './despatch-rows.mjs';

const NUMBERS = ['quantity', 'unit_price'];

/** One sheet, the column names in its first row; quantities and prices are numbers. @param {import('./despatch-rows.mjs').DespatchRow[]} rows */
export async function despatchXlsx(rows) {
  const workbook = new ExcelJS.Workbook();
  const sheet = workbook.addWorksheet('despatch');
  sheet.addRow([...COLUMNS]);
  for (const row of rows) sheet.addRow(COLUMNS.map((name) => (NUMBERS.includes(name) ? Number(row[name]) : row[name])));
  return Buffer.from(await workbook.xlsx.writeBuffer());
}
