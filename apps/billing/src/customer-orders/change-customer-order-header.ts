import { CustomerOrderChangedMessage } from '@navette/contracts';
import type { ChangeCustomerOrderHeaderRequest, CustomerOrder } from '@navette/contracts/billing/v1/service';
import { DocumentHeader } from '@navette/contracts/common/v1/common';
import { isUuid } from '@navette/kernel';
import { Database, type Scope } from '@navette/platform/database';
import { checkedHeader, checkRepresentativeOf } from '@navette/platform/document-header';
import { RpcClients } from '@navette/platform/service';
import { Injectable } from '@nestjs/common';
import { orderErrors } from './customer-order.js';
import { CustomerOrderRepository } from './customer-order.repository.js';

/** PA-19: whom an order is for and how it is paid, on the order alone; the record of the party stays. */
@Injectable()
export class ChangeCustomerOrderHeader {
  constructor(
    private readonly db: Database,
    private readonly clients: RpcClients,
    private readonly orders: CustomerOrderRepository,
  ) {}

  /**
   * @throws DomainError `billing.customer-order.not-found`, `….changed-meanwhile`, `….header-final` once nothing is left to
   *   deliver, `platform.header.invalid` with every field that is not accepted, `platform.service.unavailable` where another
   *   representative is named and parties does not answer
   */
  async execute(
    scope: Scope,
    { orderId, expectedVersion, header: typed }: ChangeCustomerOrderHeaderRequest,
  ): Promise<CustomerOrder> {
    const header = checkedHeader(typed ?? DocumentHeader.create());
    const seen = isUuid(orderId) ? await this.db.tenantRead(scope, (tx) => this.orders.byId(tx, orderId)) : undefined;
    if (seen === undefined) throw orderErrors.error('customer-order.not-found');
    await checkRepresentativeOf(this.clients, scope, header, seen.header ?? DocumentHeader.create());
    return this.db.command(scope, async (tx) => {
      const [order] = await this.orders.lock(tx, [orderId]);
      if (order === undefined) throw orderErrors.error('customer-order.not-found');
      const [expected, actual] = [Number(expectedVersion), order.version];
      if (actual !== expected) throw orderErrors.error('customer-order.changed-meanwhile', { expected, actual });
      if (order.state === 'cancelled' || order.state === 'validated') {
        throw orderErrors.error('customer-order.header-final', { state: order.state });
      }
      const version = actual + 1;
      await this.orders.setHeader(tx, orderId, header, version);
      tx.publish(CustomerOrderChangedMessage, { type: 'customer-order', id: orderId, version }, { orderId });
      tx.audit('customer-order', orderId, 'billing:customer-order-header');
      return (await this.orders.byId(tx, orderId)) as CustomerOrder;
    });
  }
}
