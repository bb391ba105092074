import { SupplierOrderCollectedMessage } from '@navette/contracts';
import type { PartsOrderCollected } from '@navette/contracts/device_gateway/v1/events';
import type { PartyClientChanged } from '@navette/contracts/parties/v1/events';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { DepositRepository } from './deposit.repository.js';
import { SupplierOrderRepository } from './supplier-order.repository.js';

/** ST-21: who has a cart, and what was taken out of it. */
@Injectable()
export class KeepDeposits {
  constructor(
    private readonly deposits: DepositRepository,
    private readonly orders: SupplierOrderRepository,
  ) {}

  async cart(tx: Tx, { clientId, partyId }: PartyClientChanged, version: number): Promise<void> {
    await this.deposits.saveCart(tx, partyId, clientId, version);
    tx.audit('supplier-cart', partyId);
  }

  /** Also of an order that was cancelled meanwhile, so that somebody sees what the manufacturer has nevertheless. */
  async collected(tx: Tx, message: PartsOrderCollected): Promise<void> {
    const { orderId, reference } = message;
    const [order] = await this.orders.lock(tx, [orderId]);
    if (order === undefined || !(await this.deposits.collect(tx, message))) return tx.changesNothing();
    await this.orders.setStates(tx, new Map([[orderId, order.state]]));
    const aggregate = { type: 'supplier-order', id: orderId, version: order.version + 1 };
    tx.publish(SupplierOrderCollectedMessage, aggregate, { orderId, number: order.number, reference });
    tx.audit('supplier-order', orderId);
  }
}
