import { Quantity } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { DepositOrder } from '../supplier-orders/deposit-order.js';
import { awaitedOf, ENDS, stateOf, type OrderHead, type OrderState } from '../supplier-orders/supplier-order.js';
import { SupplierOrderRepository } from '../supplier-orders/supplier-order.repository.js';
import { expectReceivable } from './awaited-lines.js';
import { refuseOverReceipt, type ReceiptLine } from './goods-receipt.js';

/** Notes on the orders what a receipt brought; what has not come stays awaited, as backlog (ST-23). */
@Injectable()
export class ReceiveOrderLines {
  constructor(
    private readonly orders: SupplierOrderRepository,
    private readonly deposit: DepositOrder,
  ) {}

  /** @throws DomainError `stock.goods-receipt.order-not-receivable`, `stock.goods-receipt.over-receipt` */
  async execute(tx: Tx, lines: readonly ReceiptLine[], acceptOverReceipt: boolean): Promise<void> {
    const received = new Map(
      lines.flatMap(({ orderLineId, quantity }) => (orderLineId === null ? [] : [[orderLineId, quantity]])),
    );
    const orders = await this.orders.lockOfLines(tx, [...received.keys()]);
    orders.forEach(expectReceivable);
    const orderLines = await this.orders.linesOf(
      tx,
      orders.map(({ id }) => id),
    );
    if (!acceptOverReceipt) refuseOverReceipt(lines, new Map(orderLines.map((line) => [line.id, awaitedOf(line)])));
    const after = orderLines.map((line) => ({
      ...line,
      received: line.received.plus(received.get(line.id) ?? Quantity.zero),
    }));
    await this.orders.updateLines(
      tx,
      after.filter(({ id }) => received.get(id)?.isPositive() === true),
    );
    await this.orders.setStates(
      tx,
      new Map(orders.map((order): [string, OrderState] => [order.id, stateAfter(order)])),
    );
    const ended = orders.filter((order) => ENDS.includes(stateAfter(order)));
    await this.deposit.withdraw(
      tx,
      ended.map((order) => ({ ...order, version: order.version + 1 })),
    );

    function stateAfter(order: OrderHead): OrderState {
      return stateOf(
        order,
        after.filter(({ orderId }) => orderId === order.id),
      );
    }
  }
}
