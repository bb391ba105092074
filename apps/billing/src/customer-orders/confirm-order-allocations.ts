import type { ConfirmOrderAllocations as Command } from '@navette/contracts/billing/v1/commands';
import { Quantity } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import { done, GIVEN_UP, isGivenUp, refused, type ItemOutcome } from '@navette/platform/saga';
import { Injectable } from '@nestjs/common';
import { takesAllocation } from './customer-order.js';
import { CustomerOrderRepository, type Allocation } from './customer-order.repository.js';
import { OrderStates } from './order-states.js';

const CANCELLED = 'billing.customer-order-line.cancelled';
const WITHDRAWN = 'billing.customer-order-line.allocation-withdrawn';
const UNKNOWN = 'billing.customer-order-line.not-found';

/**
 * ST-24: parts have arrived for order lines. A line that still wants them takes them; one that was cancelled meanwhile
 * declines, so that the next need gets them. Asked again, each item is answered as the first time. What is asked first when
 * the saga has given it up has no effect.
 */
@Injectable()
export class ConfirmOrderAllocations {
  constructor(
    private readonly orders: CustomerOrderRepository,
    private readonly states: OrderStates,
  ) {}

  async execute(tx: Tx, { request, items }: Command): Promise<ItemOutcome[]> {
    const locked = await this.orders.lock(
      tx,
      items.map(({ orderId }) => orderId),
    );
    const lines = await this.orders.lines(
      tx,
      locked.map(({ id }) => id),
    );
    const lineById = new Map(lines.map((line) => [`${line.orderId}/${line.id}`, line]));
    const known = await this.orders.allocations(
      tx,
      items.map(({ itemKey }) => itemKey),
    );

    const givenUp = isGivenUp(tx, request);
    const fresh: Allocation[] = [];
    const outcomes = items.map(({ itemKey, orderId, lineId, quantity: text }) => {
      const line = lineById.get(`${orderId}/${lineId}`);
      if (line === undefined) return refused(itemKey, UNKNOWN);
      const quantity = Quantity.parse(text);
      const before = known.get(itemKey);
      if (before?.state === 'declined') return refused(itemKey, CANCELLED);
      if (before?.state === 'withdrawn' || isTakenBack(before, quantity)) return refused(itemKey, WITHDRAWN);
      if (before?.quantity.isPositive()) return done(itemKey);
      const state = takesAllocation(line) ? 'open' : 'declined';
      if (state === 'open' && givenUp) return refused(itemKey, GIVEN_UP);
      fresh.push({ id: itemKey, orderId, lineId, quantity, withdrawn: Quantity.zero, state });
      return state === 'open' ? done(itemKey) : refused(itemKey, CANCELLED);
    });
    await this.orders.saveAllocations(tx, fresh);
    const taken = new Map(fresh.filter(({ state }) => state === 'open').map(({ id, orderId }) => [id, orderId]));
    await this.orders.saveSupplies(
      tx,
      items.flatMap(({ itemKey, lineId, supply }) => (supply && taken.has(itemKey) ? [{ lineId, ...supply }] : [])),
    );
    const moved = new Set(taken.values());
    await this.states.execute(
      tx,
      locked.filter(({ id }) => moved.has(id)),
    );
    for (const { id } of fresh) tx.audit('order-allocation', id);
    return outcomes;
  }
}

/** All of it was taken back before its confirmation was asked. */
function isTakenBack(allocation: Allocation | undefined, quantity: Quantity): boolean {
  return allocation !== undefined && allocation.quantity.isZero() && allocation.withdrawn.compare(quantity) >= 0;
}
