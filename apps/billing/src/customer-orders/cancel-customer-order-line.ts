import { CustomerOrderLineCancelAskedMessage } from '@navette/contracts';
import type { CancelCustomerOrderLineRequest, CustomerOrder } from '@navette/contracts/billing/v1/service';
import { isUuid, Quantity } from '@navette/kernel';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { cancellation, LINE_QUANTITY, orderErrors } from './customer-order.js';
import { DeliverySlipRepository } from '../delivery-slips/delivery-slip.repository.js';
import { CustomerOrderRepository } from './customer-order.repository.js';
import { OrderStates } from './order-states.js';

/**
 * BI-12, BI-46: cancels a line or part of it. Stock is asked to release the need; the line shows "asked" until it answers.
 * A special item is no stock: it is cancelled at once.
 */
@Injectable()
export class CancelCustomerOrderLine {
  constructor(
    private readonly db: Database,
    private readonly orders: CustomerOrderRepository,
    private readonly states: OrderStates,
    private readonly slips: DeliverySlipRepository,
  ) {}

  /**
   * @throws DomainError `billing.customer-order.not-found`, `billing.customer-order-line.not-found`,
   *   `billing.customer-order.quantity-out-of-range`, `….slip-in-progress`, or as `cancellation`
   */
  execute(scope: Scope, { orderId, lineId, quantity }: CancelCustomerOrderLineRequest): Promise<CustomerOrder> {
    const asked = quantity === '' ? undefined : Quantity.parse(quantity);
    if (asked !== undefined && !asked.isPositive()) {
      throw orderErrors.error('customer-order.quantity-out-of-range', LINE_QUANTITY);
    }
    return this.db.command(scope, async (tx) => {
      const [order] = isUuid(orderId) ? await this.orders.lock(tx, [orderId]) : [];
      if (order === undefined) throw orderErrors.error('customer-order.not-found');
      if (await this.slips.isInProgress(tx, orderId)) throw orderErrors.error('customer-order.slip-in-progress');
      const line = (await this.orders.lines(tx, [orderId])).find(({ id }) => id === lineId);
      if (line === undefined) throw orderErrors.error('customer-order-line.not-found');
      const cancelled = cancellation(line, asked);
      if (line.kind === 'special_item') {
        await this.orders.addCancelled(tx, [{ lineId, quantity: cancelled }]);
        await this.states.execute(tx, [order]);
      } else {
        await this.orders.setCancelAsked(tx, [{ lineId, quantity: cancelled }]);
        const version = (await this.states.execute(tx, [order])).get(orderId) as number;
        tx.publish(
          CustomerOrderLineCancelAskedMessage,
          { type: 'customer-order', id: orderId, version },
          { orderId, lineId, quantity: cancelled.toString() },
        );
      }
      return (await this.orders.byId(tx, orderId)) as CustomerOrder;
    });
  }
}
