import { SupplierOrderSentMessage } from '@navette/contracts';
import type { SendSupplierOrderRequest, SupplierOrder } from '@navette/contracts/stock/v1/service';
import type { FieldError } from '@navette/kernel';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { dateOf } from './acknowledgement.js';
import { ChangeOrder } from './change-order.js';
import { DepositOrder } from './deposit-order.js';
import { expectState, supplierOrderErrors } from './supplier-order.js';
import { SupplierOrderRepository } from './supplier-order.repository.js';

/**
 * How an order goes: `mail` has notifications write to the supplier, `cart` has the manufacturer's program collect it; empty
 * where somebody sees to it otherwise.
 */
const CHANNELS = ['', 'mail', 'cart'];

/** ST-21, ST-22: the order goes to the supplier. */
@Injectable()
export class SendSupplierOrder {
  constructor(
    private readonly db: Database,
    private readonly change: ChangeOrder,
    private readonly orders: SupplierOrderRepository,
    private readonly deposit: DepositOrder,
  ) {}

  /**
   * @throws DomainError `stock.supplier-order.not-sendable` with the fields that are not accepted, `….not-found`,
   *   `….wrong-state`, `….no-cart` where it is to go into a cart that its supplier has not
   */
  execute(scope: Scope, { channel, expectedOn, id }: SendSupplierOrderRequest): Promise<SupplierOrder> {
    const fields: FieldError[] = [];
    if (!CHANNELS.includes(channel))
      fields.push(
        supplierOrderErrors.field('/channel', 'supplier-order.channel-unknown', { accepted: ['mail', 'cart'] }),
      );
    const day = dateOf(fields, '/expectedOn', expectedOn);
    if (fields.length > 0) throw supplierOrderErrors.error('supplier-order.not-sendable', {}, fields);
    return this.db.command(scope, async (tx) => {
      const { order } = await this.change.lock(tx, id);
      expectState(order, ['draft']);
      if (day !== undefined) await this.orders.expect(tx, id, day);
      const clientId = channel === 'cart' ? await this.deposit.put(tx, order) : undefined;
      const sent = await this.change.setState(tx, id, 'sent');
      const { number, supplierPartyId, version } = sent;
      const aggregate = { type: 'supplier-order', id, version: Number(version) };
      const message = { orderId: id, number, supplierPartyId, channel, again: false };
      tx.publish(SupplierOrderSentMessage, aggregate, message);
      if (clientId !== undefined) await this.deposit.announce(tx, sent, clientId);
      return sent;
    });
  }
}
