import type { SupplierOrder } from '@navette/contracts/stock/v1/service';
import { isUuid } from '@navette/kernel';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { shownOrder } from './shown-order.js';
import { supplierOrderErrors } from './supplier-order.js';
import { SupplierOrderRepository } from './supplier-order.repository.js';

@Injectable()
export class GetSupplierOrder {
  constructor(
    private readonly db: Database,
    private readonly orders: SupplierOrderRepository,
  ) {}

  /** @throws DomainError `stock.supplier-order.not-found`, also for one of another station (ID-10). */
  execute(scope: Scope, id: string): Promise<SupplierOrder> {
    return this.db.tenantRead(scope, async (tx) => {
      const [order] = isUuid(id) ? await this.orders.byIds(tx, [id]) : [];
      if (order === undefined) throw supplierOrderErrors.error('supplier-order.not-found');
      return shownOrder(order, await this.orders.linesOf(tx, [id]));
    });
  }
}
