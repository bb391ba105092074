import type { WithdrawOrderAllocations as Command } from '@navette/contracts/billing/v1/commands';
import { Quantity } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import { done, type ItemOutcome } from '@navette/platform/saga';
import { Injectable } from '@nestjs/common';
import { CustomerOrderRepository } from './customer-order.repository.js';
import { OrderStates } from './order-states.js';

const TOMBSTONE = { quantity: Quantity.zero, withdrawn: Quantity.zero, state: 'withdrawn' } as const;

/**
 * ST-24, compensation or time-out: the lines forget these allocations, also those that they have not heard of yet. Always
 * done: a line that is not there has nothing to forget.
 */
@Injectable()
export class WithdrawOrderAllocations {
  constructor(
    private readonly orders: CustomerOrderRepository,
    private readonly states: OrderStates,
  ) {}

  async execute(tx: Tx, { items }: Command): Promise<ItemOutcome[]> {
    const locked = await this.orders.lock(
      tx,
      items.map(({ orderId }) => orderId),
    );
    const lines = await this.orders.lines(
      tx,
      locked.map(({ id }) => id),
    );
    const lineKeys = new Set(lines.map(({ id, orderId }) => `${orderId}/${id}`));
    const known = await this.orders.allocations(
      tx,
      items.map(({ itemKey }) => itemKey),
    );
    const live = items
      .filter(
        ({ itemKey, orderId, lineId }) =>
          lineKeys.has(`${orderId}/${lineId}`) && known.get(itemKey)?.state !== 'withdrawn',
      )
      .map(({ itemKey: id, orderId, lineId }) => ({ id, orderId, lineId, ...TOMBSTONE }));
    await this.orders.saveAllocations(tx, live);
    const moved = new Set(live.map(({ orderId }) => orderId));
    await this.states.execute(
      tx,
      locked.filter(({ id }) => moved.has(id)),
    );
    for (const { id } of live) tx.audit('order-allocation', id);
    return items.map(({ itemKey }) => done(itemKey));
  }
}
