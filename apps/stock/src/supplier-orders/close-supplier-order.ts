import type { SupplierOrder } from '@navette/contracts/stock/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { ChangeOrder } from './change-order.js';
import { expectState, receivable } from './supplier-order.js';

/** ST-22: nothing more is awaited; what has not come is cancelled, and its needs wait to be ordered anew. */
@Injectable()
export class CloseSupplierOrder {
  constructor(
    private readonly db: Database,
    private readonly change: ChangeOrder,
  ) {}

  /** @throws DomainError `stock.supplier-order.not-found`, `stock.supplier-order.wrong-state` */
  execute(scope: Scope, id: string): Promise<SupplierOrder> {
    return this.db.command(scope, async (tx) => {
      const { order, lines } = await this.change.lock(tx, id);
      expectState(order, receivable);
      return this.change.end(tx, id, lines, 'closed');
    });
  }
}
