import { describe, expect, test } from '@jest/globals';
import ExcelJS from 'exceljs';
import { despatchCsv } from '../despatch-csv.mjs';
import { despatchRows } from '../despatch-rows.mjs';
import { despatchXlsx } from '../despatch-xlsx.mjs';

const order = {
  id: 'o1',
  number: 'LIL-CF-2026-000001',
  state: 'sent',
  lines: [
    { reference: 'P;1', quantity: '12.0000', received: '2.0000', cancelled: '0.0000', unitPrice: '10.5000' },
    { reference: 'P-2', quantity: '1.0000', received: '1.0000', cancelled: '0.0000', unitPrice: '3.0000' },
    { reference: 'P-3', quantity: '1.2500', received: '0.0000', cancelled: '0.0000', unitPrice: '' },
  ],
};

describe('ST-23 a despatch file', () => {
  test('holds what is still awaited, at the expected price or at one of its own', () => {
    const [first, second, ...more] = despatchRows(order, '2026-11-22');
    expect(first).toEqual({
      order_number: 'LIL-CF-2026-000001',
      part_reference: 'P;1',
      quantity: '10',
      unit_price: '10.5',
      delivery_note: 'BL-LIL-CF-2026-000001',
      shipped_on: '2026-11-22',
    });
    expect(second).toMatchObject({ part_reference: 'P-3', quantity: '1.25' });
    expect(Number(second?.unit_price)).toBeGreaterThanOrEqual(5);
    expect(more).toEqual([]);
  });

  test.each(['draft', 'received', 'closed', 'cancelled'])('is not written for an order that is %s', (state) => {
    expect(despatchRows({ ...order, state }, '2026-11-22')).toEqual([]);
  });

  test('as CSV has `;` and decimal commas', () => {
    expect(despatchCsv(despatchRows(order, '2026-11-22')).split('\r\n').slice(0, 2)).toEqual([
      'order_number;part_reference;quantity;unit_price;delivery_note;shipped_on',
      'LIL-CF-2026-000001;"P;1";10;10,5;BL-LIL-CF-2026-000001;2026-11-22',
    ]);
  });

  test('as XLSX has the same names and rows', async () => {
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.load(/** @type {any} */ (await despatchXlsx(despatchRows(order, '2026-11-22'))));
    const sheet = workbook.worksheets[0];
    const row = (/** @type {number} */ at) => /** @type {unknown[]} */ (sheet?.getRow(at).values ?? []).slice(1);
    expect(row(1)).toEqual(['order_number', 'part_reference', 'quantity', 'unit_price', 'delivery_note', 'shipped_on']);
    expect(row(2)).toEqual(['LIL-CF-2026-000001', 'P;1', 10, 10.5, 'BL-LIL-CF-2026-000001', '2026-11-22']);
  });
});
