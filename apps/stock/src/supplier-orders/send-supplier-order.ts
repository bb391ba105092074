import { SupplierOrderSentMessage } from '@navette/contracts';
import type { SupplierOrder } from '@navette/contracts/stock/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { ChangeOrder } from './change-order.js';
import { expectState } from './supplier-order.js';

/** ST-22: the order has gone to the supplier. */
@Injectable()
export class SendSupplierOrder {
  constructor(
    private readonly db: Database,
    private readonly change: ChangeOrder,
  ) {}

  /** @throws DomainError `stock.supplier-order.not-found`, `stock.supplier-order.wrong-state` */
  execute(scope: Scope, id: string): Promise<SupplierOrder> {
    return this.db.command(scope, async (tx) => {
      const { order } = await this.change.lock(tx, id);
      expectState(order, ['draft']);
      const sent = await this.change.setState(tx, id, 'sent');
      const { number, supplierPartyId, version } = sent;
      const aggregate = { type: 'supplier-order', id, version: Number(version) };
      tx.publish(SupplierOrderSentMessage, aggregate, { orderId: id, number, supplierPartyId });
      return sent;
    });
  }
}
