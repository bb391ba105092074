import { describe, expect, it } from '@jest/globals';
import { Temporal } from '@navette/kernel';
import ExcelJS from 'exceljs';
import { checkedRows, despatchColumns, MOST_ROWS } from './despatch-file.js';
import { readDespatchCsv, readDespatchXlsx, type ReadFile } from './despatch-file.reader.js';

const TODAY = Temporal.PlainDate.from('2026-06-15');
const HEADER = despatchColumns.join(';');
const GOOD = 'LIL-CF-2026-000001;PV-1;2,5;12,50;BL-1;2026-06-14';
const csv = (...lines: string[]) => readDespatchCsv(Buffer.from([HEADER, ...lines].join('\n')));
const errorsOf = (file: ReadFile) =>
  ('errors' in file ? file.errors : []).map(({ line, column, code }) => [
    line,
    column,
    code.replace('stock.despatch-file.', ''),
  ]);
const rowsOf = (file: ReadFile) => ('rows' in file ? file.rows : []);

/** What is wrong with a good row when some columns are others. */
async function wrong(change: Partial<Record<(typeof despatchColumns)[number], string>>) {
  const cells = GOOD.split(';').map(
    (cell, i) => change[despatchColumns[i] as (typeof despatchColumns)[number]] ?? cell,
  );
  const { errors } = checkedRows(rowsOf(await csv(cells.join(';'))), TODAY);
  return errorsOf({ errors });
}

describe('ST-23 a despatch file as CSV', () => {
  it('is read with or without byte order mark, quoted as RFC 4180 allows, blank lines passed over', async () => {
    const content = `\uFEFF${HEADER}\r\n"LIL-CF-2026-000001";"P;V ""1""";2,5;12,50;BL-1;2026-06-14\r\n\r\n${GOOD}\r\n`;
    const rows = rowsOf(await readDespatchCsv(Buffer.from(content)));
    expect(rows.map(({ line, cells }) => [line, cells[1]])).toEqual([
      [2, 'P;V "1"'],
      [4, 'PV-1'],
    ]);
  });

  it('gives exact quantities and prices', async () => {
    const { rows, errors } = checkedRows(
      rowsOf(await csv(GOOD, GOOD.replace('BL-1', 'BL-2').replace('2,5', '007'))),
      TODAY,
    );
    expect(errors).toEqual([]);
    expect(rows.map(({ quantity, unitPrice }) => [String(quantity), String(unitPrice)])).toEqual([
      ['2.5000', '12.5000'],
      ['7.0000', '12.5000'],
    ]);
  });

  it.each([
    ['no header', GOOD, [[1, '', 'header']]],
    ['another order of columns', 'part_reference;order_number', [[1, '', 'header']]],
    ['nothing at all', '', [[1, '', 'header']]],
    ['nothing below the header', HEADER, [[2, '', 'empty']]],
    ['a quote that never ends', `${HEADER}\n"LIL`, [[2, '', 'malformed-row']]],
  ])('is refused with %s', async (_title, content, errors) => {
    expect(errorsOf(await readDespatchCsv(Buffer.from(content)))).toEqual(errors);
  });

  it('names the line of bytes that are not UTF-8', async () => {
    const content = Buffer.concat([
      Buffer.from(`${HEADER}\n${GOOD}\nré`),
      Buffer.from([0xe9, 0x3b]),
      Buffer.from(`\n${GOOD}`),
    ]);
    expect(errorsOf(await readDespatchCsv(content))).toEqual([[3, '', 'encoding']]);
  });

  it('is refused beyond the most rows, without reading on', async () => {
    const many = Array.from({ length: MOST_ROWS + 5 }, () => GOOD);
    expect(errorsOf(await csv(...many))).toEqual([[MOST_ROWS + 2, '', 'too-many-rows']]);
  });
});

describe('ST-23 a row of a despatch file', () => {
  it.each([
    [{ order_number: ' ' }, 'order_number', 'required'],
    [{ delivery_note: '' }, 'delivery_note', 'required'],
    [{ delivery_note: 'x'.repeat(61) }, 'delivery_note', 'too-long'],
    [{ quantity: '2.5' }, 'quantity', 'decimal'],
    [{ quantity: '1 000' }, 'quantity', 'decimal'],
    [{ quantity: 'deux' }, 'quantity', 'decimal'],
    [{ quantity: '1e3' }, 'quantity', 'decimal'],
    [{ quantity: '1,23456' }, 'quantity', 'decimal'],
    [{ quantity: '0' }, 'quantity', 'quantity-out-of-range'],
    [{ quantity: '-1' }, 'quantity', 'quantity-out-of-range'],
    [{ quantity: '99999,0001' }, 'quantity', 'quantity-out-of-range'],
    [{ quantity: '99999999999999999999' }, 'quantity', 'decimal'],
    [{ unit_price: '-0,01' }, 'unit_price', 'price-negative'],
    [{ unit_price: '12,5 €' }, 'unit_price', 'decimal'],
    [{ shipped_on: '14/06/2026' }, 'shipped_on', 'date'],
    [{ shipped_on: '2026-02-30' }, 'shipped_on', 'date'],
    [{ shipped_on: '2025-06-13' }, 'shipped_on', 'date-absurd'],
    [{ shipped_on: '2026-07-16' }, 'shipped_on', 'date-absurd'],
    [{ shipped_on: '9999-01-01' }, 'shipped_on', 'date-absurd'],
  ])('is refused with %j', async (change, column, code) => {
    expect(await wrong(change)).toEqual([[2, column, code]]);
  });

  it('has six columns', async () => {
    const { errors } = checkedRows(rowsOf(await csv('a;b', `${GOOD};x`)), TODAY);
    expect(errors).toMatchObject([
      { line: 2, code: 'stock.despatch-file.columns', params: { expected: '6', found: '2' } },
      { line: 3, code: 'stock.despatch-file.columns', params: { expected: '6', found: '7' } },
    ]);
  });

  it('stands once on a delivery note, however its reference is written; the first line is named', async () => {
    const { rows, errors } = checkedRows(
      rowsOf(await csv(GOOD, GOOD.replace('BL-1', 'BL-2'), GOOD.replace('PV', 'pv'))),
      TODAY,
    );
    expect(rows).toHaveLength(2);
    expect(errors).toEqual([
      { line: 4, column: 'part_reference', code: 'stock.despatch-file.duplicate', params: { line: '2' } },
    ]);
  });

  it('is told one error each, all of them', async () => {
    const { errors } = checkedRows(rowsOf(await csv('x;y;0;-1;;no', GOOD, 'a;b;c;d;e;f')), TODAY);
    expect(errorsOf({ errors })).toEqual([
      [2, 'delivery_note', 'required'],
      [4, 'quantity', 'decimal'],
    ]);
  });
});

describe('ST-23 a despatch file as XLSX', () => {
  async function workbook(fill: (sheet: ExcelJS.Worksheet) => void): Promise<Buffer> {
    const book = new ExcelJS.Workbook();
    const sheet = book.addWorksheet('Expédition');
    sheet.addRow([...despatchColumns]);
    fill(sheet);
    book.addWorksheet('Autre').addRow(['ignored']);
    return Buffer.from(await book.xlsx.writeBuffer());
  }

  it('is read from typed cells and from text alike, first sheet only', async () => {
    const content = await workbook((sheet) => {
      sheet.addRow(['LIL-CF-2026-000001', 'PV-1', 2.5, 12.5, 4711, new Date(Date.UTC(2026, 5, 14))]);
      sheet.addRow(GOOD.split(';'));
      sheet.addRow([{ richText: [{ text: 'LIL-CF-' }, { text: '2026-000001' }] }, 'PV-3', 1, 0, 'BL-1', '2026-06-14']);
    });
    const { rows, errors } = checkedRows(rowsOf(await readDespatchXlsx(content)), TODAY);
    expect(errors).toEqual([]);
    expect(
      rows.map((row) => [row.line, row.orderNumber, row.partReference, String(row.quantity), row.deliveryNote]),
    ).toEqual([
      [2, 'LIL-CF-2026-000001', 'PV-1', '2.5000', '4711'],
      [3, 'LIL-CF-2026-000001', 'PV-1', '2.5000', 'BL-1'],
      [4, 'LIL-CF-2026-000001', 'PV-3', '1.0000', 'BL-1'],
    ]);
  });

  it('takes no float for a quantity that it is not', async () => {
    const content = await workbook((sheet) => {
      sheet.addRow(['LIL-CF-2026-000001', 'PV-1', 0.1 + 0.2, 12.5, 'BL-1', '2026-06-14']);
    });
    const { errors } = checkedRows(rowsOf(await readDespatchXlsx(content)), TODAY);
    expect(errorsOf({ errors })).toEqual([[2, 'quantity', 'decimal']]);
  });

  it.each([
    ['no workbook', Buffer.from('not a zip')],
    ['a CSV file', Buffer.from(`${HEADER}\n${GOOD}`)],
    ['nothing', Buffer.alloc(0)],
  ])('is refused when it is %s', async (_title, content) => {
    expect(errorsOf(await readDespatchXlsx(content))).toEqual([[1, '', 'unreadable']]);
  });

  it('is refused, and never waited for, wherever it is cut off or damaged', async () => {
    const whole = await workbook((sheet) => sheet.addRow(GOOD.split(';')));
    for (let at = 0; at < whole.length; at += Math.ceil(whole.length / 60)) {
      expect(errorsOf(await readDespatchXlsx(whole.subarray(0, at)))).toEqual([[1, '', 'unreadable']]);
      const damaged = Buffer.from(whole);
      damaged[at] = (damaged[at] as number) ^ 0xff;
      // Some bytes (dates, attributes) may be anything; what matters is an answer.
      expect(await readDespatchXlsx(damaged)).toBeDefined();
    }
  });
});
