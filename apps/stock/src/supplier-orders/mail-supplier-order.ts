import { SupplierOrderSentMessage } from '@navette/contracts';
import type { SupplierOrder } from '@navette/contracts/stock/v1/service';
import { isUuid } from '@navette/kernel';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { RecipientReader } from '../letterhead/recipient.reader.js';
import { ChangeOrder } from './change-order.js';
import { expectState, receivable, supplierOrderErrors } from './supplier-order.js';
import { SupplierOrderRepository } from './supplier-order.repository.js';

/**
 * ST-21: an order that has gone is mailed once more, as it is now, to the address that its supplier has now: the first one was
 * wrong, or the mail was lost. Nothing else of the order changes.
 */
@Injectable()
export class MailSupplierOrder {
  constructor(
    private readonly db: Database,
    private readonly change: ChangeOrder,
    private readonly orders: SupplierOrderRepository,
    private readonly recipients: RecipientReader,
  ) {}

  /**
   * @throws DomainError `stock.supplier-order.not-found`, `….wrong-state` of one that has not gone or is withdrawn,
   *   `….no-mail-address`, `….mail-refused`, `platform.service.unavailable` while parties does not answer
   */
  async execute(scope: Scope, id: string): Promise<SupplierOrder> {
    const supplierPartyId = await this.#supplierOf(scope, id);
    const supplier = await this.recipients.read(scope, supplierPartyId);
    return this.db.command(scope, async (tx) => {
      const { order } = await this.change.lock(tx, id);
      expectState(order, receivable);
      const { number } = order;
      if (supplier.mailAddress === undefined)
        throw supplierOrderErrors.error('supplier-order.no-mail-address', { number });
      if (!supplier.acceptsMail) throw supplierOrderErrors.error('supplier-order.mail-refused', { number });
      const same = await this.change.setState(tx, id, order.state);
      const aggregate = { type: 'supplier-order', id, version: Number(same.version) };
      const message = { orderId: id, number, supplierPartyId, channel: 'mail', again: true };
      tx.publish(SupplierOrderSentMessage, aggregate, message);
      return same;
    });
  }

  #supplierOf(scope: Scope, id: string): Promise<string> {
    return this.db.tenantRead(scope, async (tx) => {
      const [order] = isUuid(id) ? await this.orders.byIds(tx, [id]) : [];
      if (order === undefined) throw supplierOrderErrors.error('supplier-order.not-found');
      return order.supplierPartyId;
    });
  }
}
