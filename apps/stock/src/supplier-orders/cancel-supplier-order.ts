import type { SupplierOrder } from '@navette/contracts/stock/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { ChangeOrder } from './change-order.js';
import { expectState, supplierOrderErrors } from './supplier-order.js';

/** ST-22: the order is withdrawn as a whole, as long as nothing of it has come. */
@Injectable()
export class CancelSupplierOrder {
  constructor(
    private readonly db: Database,
    private readonly change: ChangeOrder,
  ) {}

  /** @throws DomainError `stock.supplier-order.not-found`, `….wrong-state`, `….already-received` */
  execute(scope: Scope, id: string): Promise<SupplierOrder> {
    return this.db.command(scope, async (tx) => {
      const { order, lines } = await this.change.lock(tx, id);
      if (lines.some(({ received }) => received.isPositive())) {
        throw supplierOrderErrors.error('supplier-order.already-received', { number: order.number });
      }
      expectState(order, ['draft', 'sent', 'acknowledged']);
      return this.change.end(tx, id, lines, 'cancelled');
    });
  }
}
