import { CustomerOrderStatusChangedMessage } from '@navette/contracts';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { orderState } from './customer-order.js';
import { CustomerOrderRepository, type LockedOrder } from './customer-order.repository.js';

/** BI-12: derives the states of orders anew after their lines moved, and tells those that changed. */
@Injectable()
export class OrderStates {
  constructor(private readonly orders: CustomerOrderRepository) {}

  /** @returns the version of each order after the change */
  async execute(tx: Tx, locked: readonly LockedOrder[]): Promise<Map<string, number>> {
    if (locked.length === 0) return new Map();
    const lines = await this.orders.lines(
      tx,
      locked.map(({ id }) => id),
    );
    const after = locked.map((order) => ({
      ...order,
      version: order.version + 1,
      before: order.state,
      state: orderState(lines.filter(({ orderId }) => orderId === order.id)),
    }));
    await this.orders.update(tx, after);
    for (const { id, version, number, customerPartyId, state, before } of after) {
      tx.audit('customer-order', id);
      if (state === before) continue;
      tx.publish(
        CustomerOrderStatusChangedMessage,
        { type: 'customer-order', id, version },
        { orderId: id, number, customerPartyId, state },
      );
    }
    return new Map(after.map(({ id, version }) => [id, version]));
  }
}
