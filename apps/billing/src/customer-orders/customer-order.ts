import type { CustomerOrder } from '@navette/contracts/billing/v1/service';
import { defineErrors, Quantity, type FieldError } from '@navette/kernel';
import { ORDER_TYPES, type OrderType } from '@navette/reference';

export const orderErrors = defineErrors('billing', {
  'customer-order.invalid': { kind: 'invalid', params: [] },
  'customer-order.not-found': { kind: 'not-found', params: [] },
  'customer-order.changed-meanwhile': { kind: 'stale', params: ['expected', 'actual'] },
  'customer-order.header-final': { kind: 'precondition', params: ['state'] },
  'customer-order.town-required': { kind: 'invalid', params: [] },
  'customer-order.customer-may-be-known': { kind: 'precondition', params: [] },
  'customer-order.type-unknown': { kind: 'invalid', params: ['accepted'] },
  'customer-order.type-final': { kind: 'precondition', params: [] },
  'customer-order.slip-in-progress': { kind: 'precondition', params: [] },
  'customer-order.unknown-customer': { kind: 'invalid', params: [] },
  'customer-order.no-lines': { kind: 'invalid', params: ['max'] },
  'customer-order.unknown-reference': { kind: 'invalid', params: ['reference'] },
  'customer-order.quantity-too-precise': { kind: 'invalid', params: ['unit', 'decimals'] },
  'customer-order.quantity-out-of-range': { kind: 'invalid', params: ['min', 'max'] },
  'customer-order.price-negative': { kind: 'invalid', params: [] },
  'customer-order.nothing-to-cancel': { kind: 'precondition', params: [] },
  'customer-order.price-to-set-up': { kind: 'invalid', params: ['reference'] },
  'customer-order-line.not-found': { kind: 'not-found', params: [] },
  'customer-order-line.cancelled': { kind: 'precondition', params: [] },
  'customer-order-line.allocation-withdrawn': { kind: 'precondition', params: [] },
  'customer-order-line.cancel-already-asked': { kind: 'conflict', params: ['quantity'] },
  'customer-order-line.nothing-left': { kind: 'precondition', params: [] },
  'customer-order-line.more-than-left': { kind: 'precondition', params: ['quantity', 'left'] },
});

export const ORDER_STATES = ['waiting', 'exhausted', 'cancelled', 'ready_partial', 'ready', 'validated'] as const;
export type OrderState = (typeof ORDER_STATES)[number];

export const LINE_QUANTITY = { min: '0.0001', max: '100000' } as const;
export const MAX_LINES = 500;

/** Quantities of a line: billing's copy of the line's need, moved by stock's events and answers only (BI-46). */
export interface LineQuantities {
  /** Special items (labour packages, travel) are no stock: they are there as soon as they are ordered. */
  readonly kind: 'part' | 'special_item';
  readonly wanted: Quantity;
  /** Everything that stock has given the line and not taken back, delivered or not. */
  readonly given: Quantity;
  readonly delivered: Quantity;
  readonly cancelled: Quantity;
  /** Cancellation asked of stock and not answered yet. */
  readonly cancelAsked: Quantity;
  /** Ordered of suppliers and not received, as stock counts it. */
  readonly onOrder: Quantity;
  /** A supplier has said that it will not send the part, and it was not ordered anew since. */
  readonly givenUp: boolean;
}

/** What still is to be delivered of a line. */
export function outstanding({ wanted, delivered, cancelled }: LineQuantities): Quantity {
  return wanted.minus(delivered).minus(cancelled);
}

/** What lies ready for the customer. */
export function allocated(line: LineQuantities): Quantity {
  if (line.kind === 'special_item') return outstanding(line);
  return line.given.minus(line.delivered).max(Quantity.zero).min(outstanding(line));
}

/** True where something is missing and nothing can come: the supplier has none, and no other was asked (BI-12). */
export function isExhausted(line: LineQuantities): boolean {
  return line.givenUp && line.onOrder.isZero() && outstanding(line).compare(allocated(line)) > 0;
}

/**
 * State of an order, derived from its lines and never typed (BI-12, BI-46): `cancelled` when every quantity is,
 * `validated` when all that was not is delivered; else `ready` when all of the rest is allocated, `ready_partial` when some
 * is, `exhausted` when nothing is and none of it can come any more, `waiting` otherwise. Special items wait for nothing: as long
 * as parts are open, these decide.
 */
export function orderState(lines: readonly LineQuantities[]): OrderState {
  if (lines.every(({ wanted, cancelled }) => cancelled.equals(wanted))) return 'cancelled';
  const open = lines.filter((line) => outstanding(line).isPositive());
  if (open.length === 0) return 'validated';
  const parts = open.filter(({ kind }) => kind === 'part');
  if (parts.every((line) => allocated(line).compare(outstanding(line)) >= 0)) return 'ready';
  if (parts.some((line) => allocated(line).isPositive())) return 'ready_partial';
  return parts.every(isExhausted) ? 'exhausted' : 'waiting';
}

/**
 * Whether a line still takes a part that has arrived for it: a line with nothing left to want, or asked to be cancelled,
 * frees it to the next need.
 */
export function takesAllocation(line: LineQuantities): boolean {
  return outstanding(line).minus(line.cancelAsked).isPositive();
}

/**
 * Quantity to cancel of a line; all that is left when none is given. One cancellation is asked of stock at a time, so that
 * its answer closes it.
 * @throws DomainError `billing.customer-order-line.cancel-already-asked`, `….nothing-left`, `….more-than-left`
 */
export function cancellation(line: LineQuantities, asked: Quantity | undefined): Quantity {
  const left = outstanding(line);
  if (line.cancelAsked.isPositive()) {
    throw orderErrors.error('customer-order-line.cancel-already-asked', { quantity: line.cancelAsked.toString() });
  }
  if (!left.isPositive()) throw orderErrors.error('customer-order-line.nothing-left');
  const quantity = asked ?? left;
  if (quantity.compare(left) > 0) {
    throw orderErrors.error('customer-order-line.more-than-left', {
      quantity: quantity.toString(),
      left: left.toString(),
    });
  }
  return quantity;
}

/** What is to be asked of each line when the whole order is cancelled: all that is left and not asked already. */
export function wholeCancellation<T extends LineQuantities>(lines: readonly T[]): { line: T; quantity: Quantity }[] {
  return lines
    .map((line) => ({ line, quantity: outstanding(line).minus(line.cancelAsked) }))
    .filter(({ quantity }) => quantity.isPositive());
}

/** @param fields takes what is no type */
export function orderType(typed: string, fields: FieldError[]): OrderType | undefined {
  const accepted = ORDER_TYPES.map(({ code }) => code);
  const type = accepted.find((code) => code === typed);
  if (type === undefined) fields.push(orderErrors.field('/type', 'customer-order.type-unknown', { accepted }));
  return type;
}

/**
 * The type says how an order is handed over: it stays once something has left, or is leaving, and where nothing will (ST-17).
 * @throws DomainError `billing.customer-order.type-final`
 */
export function expectTypeOpen({ state, slipInProgress, lines }: CustomerOrder): void {
  const hasLeft = lines.some(({ delivered }) => Quantity.parse(delivered).isPositive());
  if (state === 'cancelled' || slipInProgress || hasLeft) throw orderErrors.error('customer-order.type-final');
}
