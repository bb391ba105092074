import { SupplierOrderDepositedMessage, SupplierOrderDepositWithdrawnMessage } from '@navette/contracts';
import type { SupplierOrder } from '@navette/contracts/stock/v1/service';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { DepositRepository } from './deposit.repository.js';
import { slices, supplierOrderErrors, type OrderHead } from './supplier-order.js';
import { SupplierOrderRepository } from './supplier-order.repository.js';

/** Lines told in one event: with the longest designations still far below what the bus carries. */
const LINES_PER_EVENT = 500;

/** ST-21: orders go into manufacturers' carts, and out of them again where nothing is awaited any more. */
@Injectable()
export class DepositOrder {
  constructor(
    private readonly deposits: DepositRepository,
    private readonly orders: SupplierOrderRepository,
  ) {}

  /**
   * Of a locked order that is about to be sent, and is announced then.
   * @returns the client that will collect it
   * @throws DomainError `stock.supplier-order.no-cart`
   */
  async put(tx: Tx, { id, number, supplierPartyId }: OrderHead): Promise<string> {
    const clientId = (await this.deposits.cartsAmong(tx, [supplierPartyId])).get(supplierPartyId);
    if (clientId === undefined) throw supplierOrderErrors.error('supplier-order.no-cart', { number });
    await this.deposits.insert(tx, id, clientId);
    return clientId;
  }

  /** What the manufacturer is to see of an order that was put into its cart: of its consumers, nothing (GW-4). */
  async announce(tx: Tx, { deposit, id: orderId, lines, number, version }: SupplierOrder, clientId: string) {
    const numbers = await this.orders.countermarksOf(tx, orderId, 'origin_number');
    const told = lines.map(({ designation, expectedOn, id: lineId, quantity, reference, unitPrice }, i) => ({
      position: i + 1,
      lineId,
      reference,
      designation,
      quantity,
      unitPrice,
      expectedOn,
      countermarks: numbers.get(lineId) ?? [],
    }));
    const aggregate = { type: 'supplier-order', id: orderId, version: Number(version) };
    const head = { orderId, number, clientId, depositedAt: deposit?.depositedAt ?? '', lineCount: told.length };
    for (const some of slices(told, LINES_PER_EVENT)) {
      tx.publish(SupplierOrderDepositedMessage, aggregate, { ...head, lines: some });
    }
  }

  /** Those of locked orders that still wait in a cart are taken out of it. */
  async withdraw(tx: Tx, orders: readonly Pick<OrderHead, 'id' | 'number' | 'version'>[]): Promise<void> {
    const clients = await this.deposits.withdraw(
      tx,
      orders.map(({ id }) => id),
    );
    for (const { id: orderId, number, version } of orders) {
      const clientId = clients.get(orderId);
      if (clientId === undefined) continue;
      const aggregate = { type: 'supplier-order', id: orderId, version };
      tx.publish(SupplierOrderDepositWithdrawnMessage, aggregate, { orderId, number, clientId });
    }
  }
}
