import type { ListSupplierOrdersRequest, ListSupplierOrdersResponse } from '@navette/contracts/stock/v1/service';
import { isUuid } from '@navette/kernel';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { keysetOf, pageOf } from '../page.js';
import { shownOrder } from './shown-order.js';
import { SupplierOrderRepository } from './supplier-order.repository.js';

/** Orders, the latest first, without their lines. */
@Injectable()
export class ListSupplierOrders {
  constructor(
    private readonly db: Database,
    private readonly orders: SupplierOrderRepository,
  ) {}

  async execute(scope: Scope, request: ListSupplierOrdersRequest): Promise<ListSupplierOrdersResponse> {
    const { page, supplierPartyId, state } = request;
    if (supplierPartyId !== '' && !isUuid(supplierPartyId)) return { orders: [], nextCursor: '' };
    const keyset = keysetOf(page, 2);
    const rows = await this.db.tenantRead(scope, (tx) =>
      this.orders.page(tx, { supplierPartyId, state }, keyset.after, keyset.limit + 1),
    );
    const { shown, nextCursor } = pageOf(rows, keyset, ({ placedAt, id }) => [placedAt.toString(), id]);
    return { orders: shown.map((order) => shownOrder(order, [])), nextCursor };
  }
}
