import { CustomerOrderLineCancelAskedMessage } from '@navette/contracts';
import type { CustomerOrder } from '@navette/contracts/billing/v1/service';
import { isUuid } from '@navette/kernel';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { orderErrors, outstanding, wholeCancellation } from './customer-order.js';
import { DeliverySlipRepository } from '../delivery-slips/delivery-slip.repository.js';
import { CustomerOrderRepository } from './customer-order.repository.js';
import { OrderStates } from './order-states.js';

/**
 * BI-12: cancels all that is left of an order. Stock is asked to release each need, the lines show "asked" until it
 * answers, and what was delivered stays. Special items are cancelled at once.
 */
@Injectable()
export class CancelCustomerOrder {
  constructor(
    private readonly db: Database,
    private readonly orders: CustomerOrderRepository,
    private readonly states: OrderStates,
    private readonly slips: DeliverySlipRepository,
  ) {}

  /** @throws DomainError `billing.customer-order.not-found`, `….nothing-to-cancel`, `….slip-in-progress` */
  execute(scope: Scope, orderId: string): Promise<CustomerOrder> {
    return this.db.command(scope, async (tx) => {
      const [order] = isUuid(orderId) ? await this.orders.lock(tx, [orderId]) : [];
      if (order === undefined) throw orderErrors.error('customer-order.not-found');
      if (await this.slips.isInProgress(tx, orderId)) throw orderErrors.error('customer-order.slip-in-progress');
      const cancelled = wholeCancellation(await this.orders.lines(tx, [orderId]));
      if (cancelled.length === 0) throw orderErrors.error('customer-order.nothing-to-cancel');
      const parts = cancelled.filter(({ line }) => line.kind === 'part');
      await this.orders.addCancelled(
        tx,
        cancelled
          .filter(({ line }) => line.kind === 'special_item')
          .map(({ line, quantity }) => ({ lineId: line.id, quantity })),
      );
      await this.orders.setCancelAsked(
        tx,
        parts.map(({ line }) => ({ lineId: line.id, quantity: outstanding(line) })),
      );
      const version = (await this.states.execute(tx, [order])).get(orderId) as number;
      for (const { line, quantity } of parts) {
        tx.publish(
          CustomerOrderLineCancelAskedMessage,
          { type: 'customer-order', id: orderId, version },
          { orderId, lineId: line.id, quantity: quantity.toString() },
        );
      }
      return (await this.orders.byId(tx, orderId)) as CustomerOrder;
    });
  }
}
