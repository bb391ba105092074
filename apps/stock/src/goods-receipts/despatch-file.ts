import { defineErrors, DomainError, Quantity, Temporal, UnitPrice } from '@navette/kernel';
import { isoDate } from '../input/iso-date.js';
import { MOST_AT_ONCE } from '../stock-levels/stock-level.js';

/*
 * The despatch file of a supplier (ST-23), as CSV or XLSX: what was sent of our orders.
 *
 * | column           | content                                                                                        |
 * | ---------------- | ---------------------------------------------------------------------------------------------- |
 * | `order_number`   | number of our order, which must be open                                                        |
 * | `part_reference` | reference of a part that stands on that order                                                  |
 * | `quantity`       | above 0, at most 99 999, up to 4 decimals                                                      |
 * | `unit_price`     | in euros without VAT, 0 or more, up to 4 decimals                                              |
 * | `delivery_note`  | number of the delivery note, at most 60 characters                                             |
 * | `shipped_on`     | YYYY-MM-DD, at most a year ago and 30 days ahead                                               |
 *
 * The first row is this header, exactly. CSV: UTF-8 with or without byte order mark, `;` between fields, quoted as in
 * RFC 4180, a comma before decimals. XLSX: the first sheet; numbers and dates may be typed cells, or text as in CSV. A part
 * stands once on a delivery note. Each bad row is told with its line, column and reason, and then nothing is imported.
 */

export const despatchColumns = [
  'order_number',
  'part_reference',
  'quantity',
  'unit_price',
  'delivery_note',
  'shipped_on',
] as const;
export type DespatchColumn = (typeof despatchColumns)[number];

export const MOST_ROWS = 50_000;
const LONGEST_NOTE = 60;
const OLDEST_DAYS = 366;
const FURTHEST_DAYS = 30;
/** So many errors tell what is wrong with a file; the rest would be more of the same. */
export const MOST_ERRORS = 500;

export const despatchErrors = defineErrors('stock', {
  'despatch-file.format-not-accepted': { kind: 'invalid', params: ['accepted'] },
  'despatch-file.unreadable': 'invalid',
  'despatch-file.encoding': 'invalid',
  'despatch-file.malformed-row': 'invalid',
  'despatch-file.header': { kind: 'invalid', params: ['expected'] },
  'despatch-file.empty': 'invalid',
  'despatch-file.too-many-rows': { kind: 'invalid', params: ['max'] },
  'despatch-file.columns': { kind: 'invalid', params: ['expected', 'found'] },
  'despatch-file.required': 'invalid',
  'despatch-file.too-long': { kind: 'invalid', params: ['max'] },
  'despatch-file.decimal': { kind: 'invalid', params: ['example'] },
  'despatch-file.quantity-out-of-range': { kind: 'invalid', params: ['max'] },
  'despatch-file.price-negative': 'invalid',
  'despatch-file.date': { kind: 'invalid', params: ['expected'] },
  'despatch-file.date-absurd': { kind: 'invalid', params: ['from', 'to'] },
  'despatch-file.order-unknown': { kind: 'invalid', params: ['number'] },
  'despatch-file.order-closed': { kind: 'invalid', params: ['number', 'state'] },
  'despatch-file.part-not-on-order': { kind: 'invalid', params: ['reference', 'number'] },
  'despatch-file.duplicate': { kind: 'invalid', params: ['line'] },
  'despatch-file.delivery-note-used': { kind: 'invalid', params: ['deliveryNote'] },
});

/** A row as read: its line in the file, counted from 1, and its cells as text. */
export interface RawRow {
  readonly line: number;
  readonly cells: readonly string[];
}

export interface RowError {
  readonly line: number;
  /** Empty where it is about the row or the file. */
  readonly column: DespatchColumn | '';
  readonly code: string;
  readonly params: Readonly<Record<string, string>>;
}

/** A row whose own content is right. */
export interface DespatchRow {
  readonly line: number;
  readonly orderNumber: string;
  readonly partReference: string;
  readonly quantity: Quantity;
  readonly unitPrice: UnitPrice;
  readonly deliveryNote: string;
}

/** Days between which a despatch is believed. */
interface ShippingDates {
  readonly from: Temporal.PlainDate;
  readonly to: Temporal.PlainDate;
}

/** An error of a row, from one of the declared rules. */
export function rowError(
  line: number,
  column: RowError['column'],
  rule: Parameters<typeof despatchErrors.field>[1],
  params: Readonly<Record<string, string>> = {},
): RowError {
  return { line, column, code: `stock.${rule}`, params };
}

/** Whether a row is the header. */
export function headerError(row: RawRow | undefined): RowError | undefined {
  const found = row?.cells.join(';') ?? '';
  const expected = despatchColumns.join(';');
  return found === expected ? undefined : rowError(row?.line ?? 1, '', 'despatch-file.header', { expected });
}

/** The rows below the header, and one error for each that is not right (its first). */
export function checkedRows(
  rows: readonly RawRow[],
  today: Temporal.PlainDate,
): { rows: DespatchRow[]; errors: RowError[] } {
  const shipping = { from: today.subtract({ days: OLDEST_DAYS }), to: today.add({ days: FURTHEST_DAYS }) };
  const good: DespatchRow[] = [];
  const errors: RowError[] = [];
  const seen = new Map<string, number>();
  for (const row of rows) {
    const checked = checkedRow(row, shipping);
    if ('code' in checked) {
      errors.push(checked);
      continue;
    }
    const key = JSON.stringify([checked.orderNumber, checked.deliveryNote, checked.partReference.toUpperCase()]);
    const first = seen.get(key);
    if (first === undefined) {
      seen.set(key, row.line);
      good.push(checked);
    } else errors.push(rowError(row.line, 'part_reference', 'despatch-file.duplicate', { line: String(first) }));
  }
  return { rows: good, errors };
}

function checkedRow({ line, cells }: RawRow, shipping: ShippingDates): DespatchRow | RowError {
  if (cells.length !== despatchColumns.length) {
    const params = { expected: String(despatchColumns.length), found: String(cells.length) };
    return rowError(line, '', 'despatch-file.columns', params);
  }
  const texts = cells.map((cell) => cell.trim());
  const missing = despatchColumns.find((_, i) => texts[i] === '');
  if (missing !== undefined) return rowError(line, missing, 'despatch-file.required');
  const [orderNumber, partReference, quantityText, priceText, deliveryNote, dateText] = texts as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  const quantity = decimal(quantityText, (text) => Quantity.parse(text));
  if (quantity === undefined) return rowError(line, 'quantity', 'despatch-file.decimal', { example: '2,5' });
  if (!quantity.isPositive() || quantity.compare(MOST_AT_ONCE) > 0) {
    return rowError(line, 'quantity', 'despatch-file.quantity-out-of-range', { max: MOST_AT_ONCE.toString() });
  }
  const unitPrice = decimal(priceText, (text) => UnitPrice.parse(text));
  if (unitPrice === undefined) return rowError(line, 'unit_price', 'despatch-file.decimal', { example: '12,50' });
  if (unitPrice.isNegative()) return rowError(line, 'unit_price', 'despatch-file.price-negative');
  if (deliveryNote.length > LONGEST_NOTE) {
    return rowError(line, 'delivery_note', 'despatch-file.too-long', { max: String(LONGEST_NOTE) });
  }
  return dateError(line, dateText, shipping) ?? { line, orderNumber, partReference, quantity, unitPrice, deliveryNote };
}

function dateError(line: number, text: string, { from, to }: ShippingDates): RowError | undefined {
  const date = isoDate(text);
  if (date === undefined) return rowError(line, 'shipped_on', 'despatch-file.date', { expected: 'YYYY-MM-DD' });
  if (Temporal.PlainDate.compare(date, from) >= 0 && Temporal.PlainDate.compare(date, to) <= 0) return undefined;
  return rowError(line, 'shipped_on', 'despatch-file.date-absurd', { from: from.toString(), to: to.toString() });
}

/** A decimal written with a comma, `1250,5`; undefined for anything else, a point or spaces among them. */
function decimal<T>(text: string, parse: (text: string) => T): T | undefined {
  if (!/^-?\d{1,20}(,\d{1,20})?$/.test(text)) return undefined;
  try {
    return parse(text.replace(',', '.').replace(/^(-?)0+(?=\d)/, '$1'));
  } catch (error) {
    if (error instanceof DomainError) return undefined;
    throw error;
  }
}
