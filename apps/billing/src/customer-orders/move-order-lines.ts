import { Quantity } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { CustomerOrderRepository, type Allocation, type Supply } from './customer-order.repository.js';
import { OrderStates } from './order-states.js';

/** What stock says of the need behind a line; quantities as on the wire. */
export type LineMove = { readonly orderId: string; readonly lineId: string } & (
  | { readonly kind: 'ordered' | 'not-ordered'; readonly supplierOrderId: string; readonly quantity: string }
  | { readonly kind: 'delivered' | 'cancelled'; readonly quantity: string }
  | { readonly kind: 'allocated' | 'withdrawn'; readonly allocationId: string; readonly quantity: string }
  | { readonly kind: 'exhausted'; readonly supplierOrderId: string }
);

type Amount = Extract<LineMove, { kind: 'delivered' | 'cancelled' }>;
type OfSupply = Extract<LineMove, { supplierOrderId: string }>;
type OfAllocation = Extract<LineMove, { kind: 'allocated' | 'withdrawn' }>;

/**
 * BI-46: moves quantities of order lines as stock's events tell. Each effect is a sum or a row keyed by its allocation, so
 * that the order in which events come does not matter.
 */
@Injectable()
export class MoveOrderLines {
  constructor(
    private readonly orders: CustomerOrderRepository,
    private readonly states: OrderStates,
  ) {}

  /** @throws Error when a line is not ours: the event speaks of an order that was never placed. */
  async execute(tx: Tx, moves: readonly LineMove[]): Promise<void> {
    if (moves.length === 0) return;
    const locked = await this.orders.lock(
      tx,
      moves.map(({ orderId }) => orderId),
    );
    const lines = await this.orders.lines(
      tx,
      locked.map(({ id }) => id),
    );
    const known = new Set(lines.map(({ id, orderId }) => `${orderId}/${id}`));
    const stray = moves.find(({ orderId, lineId }) => !known.has(`${orderId}/${lineId}`));
    if (stray !== undefined) throw new Error(`no line ${stray.lineId} of customer order ${stray.orderId}`);

    const amounts = (kind: Amount['kind']) =>
      moves
        .filter((move): move is Amount & LineMove => move.kind === kind)
        .map(({ lineId, quantity }) => ({ lineId, quantity: Quantity.parse(quantity) }));
    await this.orders.addDelivered(tx, amounts('delivered'));
    await this.orders.addCancelled(tx, amounts('cancelled'));
    const supplies = moves.filter((move): move is OfSupply & LineMove => 'supplierOrderId' in move).map(supplyOf);
    await this.orders.addOrdered(tx, supplies);
    await this.orders.saveSupplies(tx, supplies);
    const ofAllocations = moves.filter((move): move is OfAllocation & LineMove => 'allocationId' in move);
    await this.orders.saveAllocations(tx, ofAllocations.map(allocationOf));
    await this.states.execute(tx, locked);
  }
}

function supplyOf(move: OfSupply & LineMove): Supply {
  const { kind, orderId, lineId, supplierOrderId } = move;
  const amount = kind === 'exhausted' ? Quantity.zero : Quantity.parse(move.quantity);
  const quantity = kind === 'not-ordered' ? amount.negate() : amount;
  return { orderId, lineId, supplierOrderId, quantity, exhausted: kind === 'exhausted' };
}

function allocationOf({ kind, allocationId: id, orderId, lineId, quantity }: OfAllocation & LineMove): Allocation {
  const amount = Quantity.parse(quantity);
  const [given, withdrawn] = kind === 'allocated' ? [amount, Quantity.zero] : [Quantity.zero, amount];
  return { id, orderId, lineId, quantity: given, withdrawn, state: 'open' };
}
