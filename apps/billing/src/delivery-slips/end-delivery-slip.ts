import { CustomerOrderChangedMessage } from '@navette/contracts';
import { Quantity } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { CustomerOrderRepository } from '../customer-orders/customer-order.repository.js';
import { OrderStates } from '../customer-orders/order-states.js';
import { DeliverySlipRepository } from './delivery-slip.repository.js';
import type { DeliverySlip } from './delivery-slip.saga.js';

/** ST-17: the parts have left. Their lines are moved by PartConsumed, like any; what is no stock is moved here. */
@Injectable()
export class EndDeliverySlip {
  constructor(
    private readonly orders: CustomerOrderRepository,
    private readonly states: OrderStates,
    private readonly slips: DeliverySlipRepository,
  ) {}

  async execute(tx: Tx, { documentId, orderId, others }: DeliverySlip): Promise<void> {
    const locked = await this.orders.lock(tx, [orderId]);
    await this.orders.addDelivered(
      tx,
      others.map(({ lineId, quantity }) => ({ lineId, quantity: Quantity.parse(quantity) })),
    );
    await this.slips.setDelivered(tx, documentId);
    tx.audit('document', documentId);
    const version = (await this.states.execute(tx, locked)).get(orderId) as number;
    tx.publish(CustomerOrderChangedMessage, { type: 'customer-order', id: orderId, version }, { orderId });
  }
}
