import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { ReferenceRepository } from '../references/reference.repository.js';
import { receivable, type OrderHead, type OrderLine } from '../supplier-orders/supplier-order.js';
import { SupplierOrderRepository } from '../supplier-orders/supplier-order.repository.js';
import { goodsReceiptErrors, type PullChoice } from './goods-receipt.js';

/** Order lines that a receipt may bring, within somebody's transaction (ST-23). */
@Injectable()
export class AwaitedLines {
  constructor(
    private readonly orders: SupplierOrderRepository,
    private readonly references: ReferenceRepository,
  ) {}

  /**
   * The awaited lines that are asked for: of one order where the receipt is of an order, else of the supplier.
   * @throws DomainError `stock.goods-receipt.invalid` naming orders that are not the supplier's, `….order-not-receivable`
   */
  async of(
    tx: Tx,
    receipt: { readonly supplierPartyId: string; readonly supplierOrderId: string | null },
    { pull, until, orderNumbers }: PullChoice,
  ): Promise<OrderLine[]> {
    const { supplierPartyId, supplierOrderId } = receipt;
    const named = pull === 'orders' ? await this.#named(tx, supplierPartyId, orderNumbers) : null;
    const orderIds = supplierOrderId === null ? named : [supplierOrderId];
    return this.orders.awaited(tx, {
      supplierPartyId,
      orderIds,
      ...(until !== undefined && { until: await this.references.dayOf(tx, until) }),
    });
  }

  async #named(tx: Tx, supplierPartyId: string, numbers: readonly string[]): Promise<string[]> {
    const orders = await this.orders.byNumbers(tx, numbers);
    const ours = new Map(
      orders.filter((order) => order.supplierPartyId === supplierPartyId).map((order) => [order.number, order]),
    );
    const fields = numbers.flatMap((number, i) =>
      ours.has(number)
        ? []
        : [goodsReceiptErrors.field(`/orderNumbers/${i}`, 'goods-receipt.order-unknown', { number })],
    );
    if (fields.length > 0) throw goodsReceiptErrors.error('goods-receipt.invalid', {}, fields);
    for (const order of ours.values()) expectReceivable(order);
    return [...ours.values()].map(({ id }) => id);
  }
}

/** @throws DomainError `stock.goods-receipt.order-not-receivable` */
export function expectReceivable({ number, state }: OrderHead): void {
  if (receivable.includes(state)) return;
  throw goodsReceiptErrors.error('goods-receipt.order-not-receivable', { number, state, accepted: receivable });
}
