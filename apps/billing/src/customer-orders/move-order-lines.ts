import type { NeedSupply } from '@navette/contracts/common/v1/common';
import { Quantity } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { CustomerOrderRepository, type Allocation } from './customer-order.repository.js';
import { OrderStates } from './order-states.js';

/** What stock says of the need behind a line, and what is still to come for it then; quantities as on the wire. */
export type LineMove = {
  readonly orderId: string;
  readonly lineId: string;
  readonly supply?: NeedSupply | undefined;
} & (
  | { readonly kind: 'ordered' | 'not-ordered' | 'delivered' | 'cancelled'; readonly quantity: string }
  | { readonly kind: 'allocated' | 'withdrawn'; readonly allocationId: string; readonly quantity: string }
  | { readonly kind: 'supply' }
);

type Amount = Extract<LineMove, { kind: 'ordered' | 'not-ordered' | 'delivered' | 'cancelled' }>;
type OfAllocation = Extract<LineMove, { kind: 'allocated' | 'withdrawn' }>;

/**
 * BI-46: moves quantities of order lines as stock's events tell. Each effect is a sum, a row keyed by its allocation, or a
 * figure of stock's with its version, so that the order in which events come does not matter.
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
    await this.orders.addOrdered(tx, [
      ...amounts('ordered'),
      ...amounts('not-ordered').map(({ lineId, quantity }) => ({ lineId, quantity: quantity.negate() })),
    ]);
    await this.orders.saveSupplies(
      tx,
      moves.flatMap(({ lineId, supply }) => (supply ? [{ lineId, ...supply }] : [])),
    );
    const ofAllocations = moves.filter((move): move is OfAllocation & LineMove => 'allocationId' in move);
    await this.orders.saveAllocations(tx, ofAllocations.map(allocationOf));
    await this.states.execute(tx, locked);
  }
}

function allocationOf({ kind, allocationId: id, orderId, lineId, quantity }: OfAllocation & LineMove): Allocation {
  const amount = Quantity.parse(quantity);
  const [given, withdrawn] = kind === 'allocated' ? [amount, Quantity.zero] : [Quantity.zero, amount];
  return { id, orderId, lineId, quantity: given, withdrawn, state: 'open' };
}
