import type { SupplierOrderDeposited, SupplierOrderDepositWithdrawn } from '@navette/contracts/stock/v1/events';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { actAs } from '../calling-client.js';
import { PartsOrderRepository } from './parts-order.repository.js';

/** ST-21, GW-3: what stations put into clients' carts and take out of them, as stock tells; twice, late and in any order. */
@Injectable()
export class KeepPartsOrder {
  constructor(private readonly orders: PartsOrderRepository) {}

  async deposited(tx: Tx, message: SupplierOrderDeposited): Promise<void> {
    await actAs(tx, message.clientId);
    const isNew = await this.orders.keep(tx, message);
    noted(tx, message.orderId, isNew);
  }

  async withdrawn(tx: Tx, { clientId, number, orderId }: SupplierOrderDepositWithdrawn): Promise<void> {
    await actAs(tx, clientId);
    noted(tx, orderId, await this.orders.withdraw(tx, clientId, orderId, number));
  }
}

function noted(tx: Tx, orderId: string, changes: boolean): void {
  if (changes) tx.audit('parts-order', orderId);
  else tx.changesNothing();
}
