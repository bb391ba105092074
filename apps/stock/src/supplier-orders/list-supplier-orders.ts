import type { ListSupplierOrdersRequest, ListSupplierOrdersResponse } from '@navette/contracts/stock/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { shownOrder } from './shown-order.js';
import { SupplierOrderRepository } from './supplier-order.repository.js';

/** Orders, without their lines. */
@Injectable()
export class ListSupplierOrders {
  constructor(
    private readonly db: Database,
    private readonly orders: SupplierOrderRepository,
  ) {}

  /** @throws DomainError `platform.request.invalid`, `platform.list.cursor-of-another-list` */
  async execute(scope: Scope, { query }: ListSupplierOrdersRequest): Promise<ListSupplierOrdersResponse> {
    const { rows, nextCursor } = await this.db.tenantRead(scope, (tx) => this.orders.page(tx, query));
    return { orders: rows.map((order) => shownOrder(order, [])), nextCursor };
  }
}
