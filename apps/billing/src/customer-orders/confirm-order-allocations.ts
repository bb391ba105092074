import type { ConfirmOrderAllocations as Command } from '@navette/contracts/billing/v1/commands';
import { Quantity } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import { done, refused, type ItemOutcome } from '@navette/platform/saga';
import { Injectable } from '@nestjs/common';
import { takesAllocation } from './customer-order.js';
import { CustomerOrderRepository, type AllocationRow } from './customer-order.repository.js';
import { OrderStates } from './order-states.js';

const CANCELLED = 'billing.customer-order-line.cancelled';
const WITHDRAWN = 'billing.customer-order-line.allocation-withdrawn';
const UNKNOWN = 'billing.customer-order-line.not-found';

/**
 * ST-24: parts have arrived for order lines. A line that still wants them takes them; one that was cancelled meanwhile
 * declines, so that the next need gets them. Asked again, each item is answered as the first time.
 */
@Injectable()
export class ConfirmOrderAllocations {
  constructor(
    private readonly orders: CustomerOrderRepository,
    private readonly states: OrderStates,
  ) {}

  async execute(tx: Tx, { items }: Command): Promise<ItemOutcome[]> {
    const locked = await this.orders.lock(tx, items.map(({ orderId }) => orderId));
    const lines = await this.orders.lines(tx, locked.map(({ id }) => id));
    const lineById = new Map(lines.map((line) => [`${line.orderId}/${line.id}`, line]));
    const known = await this.orders.allocations(tx, items.map(({ itemKey }) => itemKey));

    const fresh: AllocationRow[] = [];
    const outcomes = items.map(({ itemKey, orderId, lineId, quantity }) => {
      const line = lineById.get(`${orderId}/${lineId}`);
      if (line === undefined) return refused(itemKey, UNKNOWN);
      let state = known.get(itemKey);
      if (state === undefined) {
        state = takesAllocation(line) ? 'confirmed' : 'declined';
        fresh.push({ id: itemKey, orderId, lineId, quantity: Quantity.parse(quantity), state });
      }
      if (state === 'confirmed') return done(itemKey);
      return refused(itemKey, state === 'declined' ? CANCELLED : WITHDRAWN);
    });
    await this.orders.noteAllocations(tx, fresh);
    const moved = new Set(fresh.filter(({ state }) => state === 'confirmed').map(({ orderId }) => orderId));
    await this.states.execute(tx, locked.filter(({ id }) => moved.has(id)));
    for (const { id } of fresh) tx.audit('order-allocation', id);
    return outcomes;
  }
}
