import { Quantity } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { NeedSupplies } from '../needs/need-supplies.js';
import { NeedRepository } from '../needs/need.repository.js';
import {
  awaitedOf,
  reopenings,
  stateOf,
  type OrderHead,
  type OrderLine,
  type OrderState,
} from '../supplier-orders/supplier-order.js';
import { SupplierOrderRepository } from '../supplier-orders/supplier-order.repository.js';
import type { ReceiptLine } from './goods-receipt.js';

/** Takes back from orders what a voided receipt had brought; needs that waited for it are on order again. */
@Injectable()
export class UnreceiveOrderLines {
  constructor(
    private readonly orders: SupplierOrderRepository,
    private readonly needs: NeedRepository,
    private readonly supplies: NeedSupplies,
  ) {}

  lock(tx: Tx, lines: readonly ReceiptLine[]): Promise<OrderHead[]> {
    return this.orders.lockOfLines(
      tx,
      lines.flatMap(({ orderLineId }) => orderLineId ?? []),
    );
  }

  async execute(tx: Tx, lines: readonly ReceiptLine[]): Promise<void> {
    const brought = new Map(
      lines.flatMap(({ orderLineId, quantity }) => (orderLineId === null ? [] : [[orderLineId, quantity]])),
    );
    const orders = await this.lock(tx, lines);
    const byId = new Map(orders.map((order) => [order.id, order]));
    const after = (await this.orders.linesOf(tx, [...byId.keys()])).map((line) => {
      const quantity = brought.get(line.id);
      return quantity === undefined ? line : unreceived(line, quantity, byId.get(line.orderId) as OrderHead);
    });
    const changed = after.filter(({ id }) => brought.has(id));
    await this.orders.updateLines(tx, changed);
    await this.orders.setStates(
      tx,
      new Map(
        orders.map((order): [string, OrderState] => [
          order.id,
          stateOf(
            order,
            after.filter(({ orderId }) => orderId === order.id),
          ),
        ]),
      ),
    );
    await this.#reopen(tx, changed);
  }

  async #reopen(tx: Tx, lines: readonly OrderLine[]): Promise<void> {
    const lineIds = lines.map(({ id }) => id);
    const known = await this.orders.needsOf(tx, lineIds);
    await this.needs.lock(
      tx,
      known.map(({ needId }) => needId),
    );
    const needs = await this.orders.needsOf(tx, lineIds);
    const reopened = lines.flatMap((line) =>
      reopenings(
        needs.filter(({ orderLineId }) => orderLineId === line.id),
        awaitedOf(line),
      ),
    );
    await this.supplies.move(
      tx,
      reopened.map(({ need: { needId, orderLineId }, quantity }) => ({ needId, orderLineId, open: quantity })),
    );
  }
}

/** Of a closed order nothing is awaited any more, whatever is taken back from it. */
function unreceived(line: OrderLine, quantity: Quantity, order: OrderHead): OrderLine {
  const after = { ...line, received: line.received.minus(quantity) };
  if (order.state !== 'closed') return after;
  return { ...after, cancelled: after.cancelled.plus(awaitedOf(after)) };
}
