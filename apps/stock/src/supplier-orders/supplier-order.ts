import { defineErrors, Quantity, type Temporal, type UnitPrice } from '@navette/kernel';
import { byTurn, type Turn } from '../needs/need.js';

export const supplierOrderErrors = defineErrors('stock', {
  'supplier-order.not-found': 'not-found',
  'supplier-order.wrong-state': { kind: 'precondition', params: ['number', 'state', 'accepted'] },
  'supplier-order.already-received': { kind: 'precondition', params: ['number'] },
  'supplier-order.acknowledgement-invalid': 'invalid',
  'supplier-order.line-unknown': 'invalid',
  'supplier-order.below-received': { kind: 'invalid', params: ['received'] },
  'supplier-order.quantity-too-precise': { kind: 'invalid', params: ['unit', 'decimals'] },
  'supplier-order.quantity-absurd': { kind: 'invalid', params: ['max'] },
  'supplier-order.price-negative': 'invalid',
  'supplier-order.format-unknown': { kind: 'invalid', params: ['accepted'] },
  'supplier-order.channel-unknown': { kind: 'invalid', params: ['accepted'] },
  'supplier-order.not-sendable': 'invalid',
  'supplier-order.no-mail-address': { kind: 'precondition', params: ['number'] },
  'supplier-order.mail-refused': { kind: 'precondition', params: ['number'] },
  // Its supplier is no manufacturer whose program collects orders.
  'supplier-order.no-cart': { kind: 'precondition', params: ['number'] },
  'supplier-order.date-wrong': { kind: 'invalid', params: ['expected'] },
});

export type OrderState = 'draft' | 'sent' | 'acknowledged' | 'partially_received' | 'received' | 'closed' | 'cancelled';

/** States in which parts may arrive; `received` is among them, since a supplier may send more than was ordered. */
export const receivable: readonly OrderState[] = ['sent', 'acknowledged', 'partially_received', 'received'];

/** States in which nothing is awaited any more. */
export const ENDS: readonly OrderState[] = ['received', 'closed', 'cancelled'];

export interface OrderHead {
  readonly id: string;
  readonly version: number;
  readonly number: string;
  readonly supplierPartyId: string;
  readonly state: OrderState;
  readonly placedAt: Temporal.Instant;
  readonly acknowledged: boolean;
  /** Whether the supplier is a manufacturer whose program collects orders (ST-21). */
  readonly hasCart: boolean;
  /** What became of it in the manufacturer's cart; undefined where it was not put there. */
  readonly deposit: Deposit | undefined;
}

/** An order in its manufacturer's cart. */
export interface Deposit {
  readonly state: 'waiting' | 'collected' | 'withdrawn';
  readonly depositedAt: Temporal.Instant;
  readonly collectedAt: Temporal.Instant | null;
  /** The manufacturer's own; empty until it is collected. */
  readonly reference: string;
}

export interface OrderLine {
  readonly id: string;
  readonly orderId: string;
  readonly partId: string;
  readonly reference: string;
  readonly designation: string;
  readonly quantity: Quantity;
  readonly received: Quantity;
  readonly cancelled: Quantity;
  readonly unitPrice: UnitPrice | undefined;
  readonly expectedOn: Temporal.PlainDate | null;
  readonly exhausted: boolean;
}

/** Part of an order line that is kept for a need. */
export interface LineNeed {
  readonly orderLineId: string;
  readonly needId: string;
  /** Not received yet. */
  readonly open: Quantity;
  /** Received for the need, or given it from elsewhere. */
  readonly met: Quantity;
  /** What the need wants beside this. */
  readonly waiting: Quantity;
  readonly originKind: string;
  readonly originId: string;
  readonly turn: Turn;
}

/** What may still come; more than ordered may have come already. */
export function awaitedOf({
  quantity,
  received,
  cancelled,
}: Pick<OrderLine, 'quantity' | 'received' | 'cancelled'>): Quantity {
  return quantity.minus(received).minus(cancelled).max(Quantity.zero);
}

/** @throws DomainError `stock.supplier-order.wrong-state` */
export function expectState({ number, state }: OrderHead, accepted: readonly OrderState[]): void {
  if (accepted.includes(state)) return;
  throw supplierOrderErrors.error('supplier-order.wrong-state', { number, state, accepted });
}

/** State of an order from what its lines have received (ST-22). A closed one stays closed. */
export function stateOf(order: OrderHead, lines: readonly OrderLine[]): OrderState {
  if (order.state === 'closed' || order.state === 'cancelled') return order.state;
  const awaited = lines.some((line) => awaitedOf(line).isPositive());
  const received = lines.some((line) => line.received.isPositive());
  if (!awaited) return received ? 'received' : 'closed';
  if (received) return 'partially_received';
  return order.acknowledged ? 'acknowledged' : 'sent';
}

/** What of an order will not come for a need, or comes for it again. */
export interface Release {
  readonly need: LineNeed;
  readonly quantity: Quantity;
}

/** Who goes without when less will come than is kept for needs: the latest in turn first. */
export function releases(needs: readonly LineNeed[], awaited: Quantity): Release[] {
  let tooMuch = Quantity.sum(needs.map(({ open }) => open)).minus(awaited);
  const released: Release[] = [];
  for (const need of [...needs].sort((a, b) => byTurn(b.turn, a.turn))) {
    const quantity = need.open.min(tooMuch);
    if (!quantity.isPositive()) continue;
    tooMuch = tooMuch.minus(quantity);
    released.push({ need, quantity });
  }
  return released;
}

/** Who is awaited for again when a receipt has been taken back: the first in turn, as far as the line still has room. */
export function reopenings(needs: readonly LineNeed[], awaited: Quantity): Release[] {
  let room = awaited.minus(Quantity.sum(needs.map(({ open }) => open)));
  const reopened: Release[] = [];
  for (const need of [...needs].sort((a, b) => byTurn(a.turn, b.turn))) {
    const quantity = need.met.min(need.waiting).min(room);
    if (!quantity.isPositive()) continue;
    room = room.minus(quantity);
    reopened.push({ need, quantity });
  }
  return reopened;
}

/** Needs told in one event: far below what the bus carries, and a transaction that those who hear it can afford. */
export const NEEDS_PER_EVENT = 500;

export function slices<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
}
