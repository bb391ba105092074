import { createHash } from 'node:crypto';

/**
 * @typedef {{ reference: string, quantity: string, received: string, cancelled: string, unitPrice: string }} SupplierOrderLine
 * @typedef {{ id: string, number: string, state: string, lines: SupplierOrderLine[] }} SupplierOrder
 * @typedef {object} DespatchRow a line of a despatch file; decimals with a point, without needless zeros
 * @property {string} order_number
 * @property {string} part_reference
 * @property {string} quantity
 * @property {string} unit_price
 * @property {string} delivery_note
 * @property {string} shipped_on `YYYY-MM-DD`
 */

/** In the order in which they stand in a file. */
export const COLUMNS = /** @type {const} */ ([
  'order_number',
  'part_reference',
  'quantity',
  'unit_price',
  'delivery_note',
  'shipped_on',
]);

const RECEIVABLE = ['sent', 'acknowledged', 'partially_received'];

/**
 * What leaves the warehouse for an order: all that is awaited, at the price that was expected.
 *
 * @param {SupplierOrder} order
 * @param {string} shippedOn
 * @returns {DespatchRow[]}
 */
export function despatchRows({ number, state, lines }, shippedOn) {
  if (!RECEIVABLE.includes(state)) return [];
  return lines.flatMap(({ reference, quantity, received, cancelled, unitPrice }) => {
    const awaited = tenThousandths(quantity) - tenThousandths(received) - tenThousandths(cancelled);
    if (awaited <= 0n) return [];
    return [
      {
        order_number: number,
        part_reference: reference,
        quantity: plain(awaited),
        unit_price: plain(unitPrice === '' ? listPrice(reference) : tenThousandths(unitPrice)),
        delivery_note: `BL-${number}`,
        shipped_on: shippedOn,
      },
    ];
  });
}

/** A price of our own for a part that the buyer knows none of: 5.00 to 84.99. @param {string} reference */
const listPrice = (reference) =>
  BigInt(500 + (createHash('sha256').update(reference).digest().readUInt32BE(0) % 8_000)) * 100n;

/** @param {string} text */
function tenThousandths(text) {
  const [whole = '0', fraction = ''] = text.split('.');
  return BigInt(whole + fraction.padEnd(4, '0').slice(0, 4));
}

/** @param {bigint} value */
function plain(value) {
  const digits = String(value).padStart(5, '0');
  return `${digits.slice(0, -4)}.${digits.slice(-4)}`.replace(/\.?0+$/, '');
}
