import { defineErrors, Quantity, type FieldError, type Temporal, type UnitPrice } from '@navette/kernel';

export const goodsReceiptErrors = defineErrors('stock', {
  'goods-receipt.not-found': 'not-found',
  'goods-receipt.invalid': 'invalid',
  'goods-receipt.changed-meanwhile': { kind: 'stale', params: ['expected', 'actual'] },
  'goods-receipt.wrong-state': { kind: 'precondition', params: ['number', 'state', 'accepted'] },
  'goods-receipt.pull-not-accepted': { kind: 'invalid', params: ['accepted'] },
  'goods-receipt.date-wrong': { kind: 'invalid', params: ['expected'] },
  'goods-receipt.too-long': { kind: 'invalid', params: ['max'] },
  'goods-receipt.supplier-unknown': 'invalid',
  'goods-receipt.order-of-another-supplier': 'invalid',
  'goods-receipt.order-unknown': { kind: 'invalid', params: ['number'] },
  'goods-receipt.orders-missing': { kind: 'invalid', params: ['max'] },
  'goods-receipt.order-not-receivable': { kind: 'precondition', params: ['number', 'state', 'accepted'] },
  'goods-receipt.delivery-note-used': { kind: 'conflict', params: ['deliveryNote'] },
  'goods-receipt.line-unknown': 'invalid',
  'goods-receipt.line-twice': 'invalid',
  'goods-receipt.part-unknown': 'invalid',
  'goods-receipt.quantity-absurd': { kind: 'invalid', params: ['max'] },
  'goods-receipt.quantity-too-precise': { kind: 'invalid', params: ['unit', 'decimals'] },
  'goods-receipt.price-negative': 'invalid',
  'goods-receipt.unknown-code': { kind: 'not-found', params: ['code'] },
  'goods-receipt.scan-over-awaited': { kind: 'precondition', params: ['reference', 'awaited', 'received'] },
  'goods-receipt.scan-not-found': 'not-found',
  'goods-receipt.empty': 'precondition',
  'goods-receipt.nothing-to-put-away': { kind: 'precondition', params: ['number'] },
  'goods-receipt.price-missing': 'precondition',
  'goods-receipt.over-receipt': { kind: 'precondition', params: ['references'] },
  'goods-receipt.over-received': { kind: 'precondition', params: ['awaited', 'received'] },
  'goods-receipt.void-reason-missing': { kind: 'invalid', params: ['max'] },
  'goods-receipt.parts-gone': { kind: 'precondition', params: ['references'] },
  'goods-receipt.part-gone': { kind: 'precondition', params: ['reference'] },
});

export type ReceiptState = 'draft' | 'validated' | 'voided';
export const pulls = ['none', 'all', 'orders', 'until'] as const;
export type Pull = (typeof pulls)[number];

/** Which awaited lines a receipt takes in. */
export interface PullChoice {
  readonly pull: Pull;
  /** With `until`. */
  readonly until: Temporal.PlainDate | undefined;
  /** With `orders`. */
  readonly orderNumbers: readonly string[];
}

export interface ReceiptHead {
  readonly id: string;
  readonly version: number;
  readonly number: string;
  readonly supplierPartyId: string;
  readonly supplierOrderId: string | null;
  readonly state: ReceiptState;
  readonly deliveryNote: string;
  readonly countermark: string;
  readonly createdAt: Temporal.Instant;
  readonly validatedAt: Temporal.Instant | null;
  readonly reversedAt: Temporal.Instant | null;
  readonly sagaId: string | null;
}

export interface ReceiptLine {
  readonly id: string;
  readonly partId: string;
  readonly reference: string;
  readonly orderLineId: string | null;
  readonly awaited: Quantity;
  readonly quantity: Quantity;
  readonly unitPrice: UnitPrice | undefined;
  readonly updatePrice: boolean;
}

/** A line with parts in it, ready to be received. */
export type ReceivedLine = ReceiptLine & { readonly unitPrice: UnitPrice };

/** @throws DomainError `stock.goods-receipt.wrong-state` */
export function expectReceiptState({ number, state }: ReceiptHead, accepted: readonly ReceiptState[]): void {
  if (accepted.includes(state)) return;
  throw goodsReceiptErrors.error('goods-receipt.wrong-state', { number, state, accepted });
}

/** @throws DomainError `stock.goods-receipt.changed-meanwhile` */
export function expectReceiptVersion({ version }: ReceiptHead, expected: number): void {
  if (version === expected) return;
  throw goodsReceiptErrors.error('goods-receipt.changed-meanwhile', { expected, actual: version });
}

/**
 * The lines that bring parts in, each with its price: without one the parts would have no value.
 * @throws DomainError `stock.goods-receipt.empty`, `stock.goods-receipt.price-missing` naming the lines
 */
export function receivedLines(lines: readonly ReceiptLine[]): ReceivedLine[] {
  const received = lines.filter(({ quantity }) => quantity.isPositive());
  if (received.length === 0) throw goodsReceiptErrors.error('goods-receipt.empty');
  const unpriced = received.filter(({ unitPrice }) => unitPrice === undefined);
  if (unpriced.length > 0) {
    const fields = unpriced.map((line) =>
      goodsReceiptErrors.field(`/lines/${lines.indexOf(line)}/unitPrice`, 'goods-receipt.price-missing'),
    );
    throw goodsReceiptErrors.error('goods-receipt.price-missing', {}, fields);
  }
  return received as ReceivedLine[];
}

/**
 * More than is awaited asks a person first (ST-23). What counts is what is awaited now: another receipt of the same order
 * may have come before this one.
 * @param awaited by order line
 * @throws DomainError `stock.goods-receipt.over-receipt` naming the lines with what is awaited and received
 */
export function refuseOverReceipt(lines: readonly ReceiptLine[], awaited: ReadonlyMap<string, Quantity>): void {
  const over = lines.filter(
    ({ orderLineId, quantity }) =>
      orderLineId !== null && quantity.compare(awaited.get(orderLineId) ?? Quantity.zero) > 0,
  );
  if (over.length === 0) return;
  const fields: FieldError[] = over.map((line) =>
    goodsReceiptErrors.field(`/lines/${lines.indexOf(line)}/quantity`, 'goods-receipt.over-received', {
      awaited: String(awaited.get(line.orderLineId ?? '') ?? Quantity.zero),
      received: line.quantity.toString(),
    }),
  );
  throw goodsReceiptErrors.error(
    'goods-receipt.over-receipt',
    { references: over.map(({ reference }) => reference) },
    fields,
  );
}

/** Quantity of each part that a receipt brought. */
export function quantityByPart(lines: readonly ReceiptLine[]): Map<string, Quantity> {
  const byPart = new Map<string, Quantity>();
  for (const { partId, quantity } of lines) byPart.set(partId, (byPart.get(partId) ?? Quantity.zero).plus(quantity));
  return byPart;
}

/** The line that a scanned part counts up: the first still below what is awaited of it. */
export function scannedLine(lines: readonly ReceiptLine[]): ReceiptLine | undefined {
  return lines.find(({ quantity, awaited }) => quantity.compare(awaited) < 0);
}

/**
 * One piece more than the orders of a part await asks a person first; of a part that was not ordered nothing is awaited.
 * @param lines of the part, all of which have come
 * @throws DomainError `stock.goods-receipt.scan-over-awaited`
 */
export function refuseOneTooMany(lines: readonly ReceiptLine[]): void {
  const ordered = lines.filter(({ orderLineId }) => orderLineId !== null);
  const [line] = ordered;
  if (line === undefined) return;
  throw goodsReceiptErrors.error('goods-receipt.scan-over-awaited', {
    reference: line.reference,
    awaited: Quantity.sum(ordered.map(({ awaited }) => awaited)).toString(),
    received: Quantity.sum(ordered.map(({ quantity }) => quantity)).toString(),
  });
}
