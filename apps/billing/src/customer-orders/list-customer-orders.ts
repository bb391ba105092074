import type { ListCustomerOrdersRequest, ListCustomerOrdersResponse } from '@navette/contracts/billing/v1/service';
import { isUuid } from '@navette/kernel';
import { Database, decodeCursor, encodeCursor, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { CustomerOrderRepository } from './customer-order.repository.js';

@Injectable()
export class ListCustomerOrders {
  constructor(
    private readonly db: Database,
    private readonly orders: CustomerOrderRepository,
  ) {}

  async execute(scope: Scope, { page, state }: ListCustomerOrdersRequest): Promise<ListCustomerOrdersResponse> {
    const limit = Math.min(page?.limit || 50, 200);
    const after = decodeCursor(page?.cursor ?? '', 1)?.find(isUuid);
    const found = await this.db.tenantRead(scope, (tx) => this.orders.page(tx, state, after, limit + 1));
    const orders = found.slice(0, limit);
    const last = orders.at(-1);
    return { orders, nextCursor: found.length > limit && last !== undefined ? encodeCursor([last.id]) : '' };
  }
}
