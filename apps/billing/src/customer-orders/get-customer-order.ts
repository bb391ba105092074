import type { CustomerOrder } from '@navette/contracts/billing/v1/service';
import { isUuid } from '@navette/kernel';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { orderErrors } from './customer-order.js';
import { CustomerOrderRepository } from './customer-order.repository.js';

@Injectable()
export class GetCustomerOrder {
  constructor(
    private readonly db: Database,
    private readonly orders: CustomerOrderRepository,
  ) {}

  /** @throws DomainError `billing.customer-order.not-found`, also for an order of another station (ID-10). */
  async execute(scope: Scope, id: string): Promise<CustomerOrder> {
    const order = isUuid(id) ? await this.db.tenantRead(scope, (tx) => this.orders.byId(tx, id)) : undefined;
    if (order === undefined) throw orderErrors.error('customer-order.not-found');
    return order;
  }
}
