import type { ListCustomerOrdersRequest, ListCustomerOrdersResponse } from '@navette/contracts/billing/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { CustomerOrderRepository } from './customer-order.repository.js';

@Injectable()
export class ListCustomerOrders {
  constructor(
    private readonly db: Database,
    private readonly orders: CustomerOrderRepository,
  ) {}

  /** @throws DomainError `platform.request.invalid`, `platform.list.cursor-of-another-list` */
  execute(scope: Scope, { query }: ListCustomerOrdersRequest): Promise<ListCustomerOrdersResponse> {
    return this.db.tenantRead(scope, (tx) => this.orders.page(tx, query));
  }
}
