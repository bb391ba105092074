import { CustomerOrderChangedMessage } from '@navette/contracts';
import type { ChangeCustomerOrderTypeRequest, CustomerOrder } from '@navette/contracts/billing/v1/service';
import { isUuid, type FieldError } from '@navette/kernel';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { expectTypeOpen, orderErrors, orderType } from './customer-order.js';
import { CustomerOrderRepository } from './customer-order.repository.js';

/** ST-17: an order is handed over otherwise than was thought when it was placed. Of that type already, it answers the same. */
@Injectable()
export class ChangeCustomerOrderType {
  constructor(
    private readonly db: Database,
    private readonly orders: CustomerOrderRepository,
  ) {}

  /**
   * @throws DomainError `billing.customer-order.invalid` with its field, `….not-found`, `….changed-meanwhile`, `….type-final`
   *   once something of it has left, is leaving, or all of it was cancelled
   */
  execute(scope: Scope, request: ChangeCustomerOrderTypeRequest): Promise<CustomerOrder> {
    const { orderId } = request;
    const fields: FieldError[] = [];
    const type = orderType(request.type, fields);
    if (type === undefined) throw orderErrors.error('customer-order.invalid', {}, fields);
    return this.db.command(scope, async (tx) => {
      // Under the lock, which a delivery slip takes, too.
      const [locked] = isUuid(orderId) ? await this.orders.lock(tx, [orderId]) : [];
      const order = locked && (await this.orders.byId(tx, orderId));
      if (order === undefined) throw orderErrors.error('customer-order.not-found');
      if (order.type === type) {
        tx.changesNothing();
        return order;
      }
      const [expected, actual] = [Number(request.expectedVersion), Number(order.version)];
      if (actual !== expected) throw orderErrors.error('customer-order.changed-meanwhile', { expected, actual });
      expectTypeOpen(order);
      const version = actual + 1;
      await this.orders.setType(tx, orderId, type, version);
      tx.publish(CustomerOrderChangedMessage, { type: 'customer-order', id: orderId, version }, { orderId });
      tx.audit('customer-order', orderId, 'billing:customer-order-type');
      return { ...order, type, version: String(version) };
    });
  }
}
