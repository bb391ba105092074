import type { SupplierOrder } from '@navette/contracts/stock/v1/service';
import { isUuid } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { NeedRepository } from '../needs/need.repository.js';
import { shownOrder } from './shown-order.js';
import {
  awaitedOf,
  releases,
  supplierOrderErrors,
  type LineNeed,
  type OrderHead,
  type OrderLine,
  type OrderState,
} from './supplier-order.js';
import { SupplierOrderRepository } from './supplier-order.repository.js';

/** What all changes of an order have in common, within somebody's transaction. */
@Injectable()
export class ChangeOrder {
  constructor(
    private readonly orders: SupplierOrderRepository,
    private readonly needs: NeedRepository,
  ) {}

  /** Locks an order. @throws DomainError `stock.supplier-order.not-found` */
  async lock(tx: Tx, id: string): Promise<{ order: OrderHead; lines: OrderLine[] }> {
    const [order] = isUuid(id) ? await this.orders.lock(tx, [id]) : [];
    if (order === undefined) throw supplierOrderErrors.error('supplier-order.not-found');
    tx.audit('supplier-order', id);
    return { order, lines: await this.orders.linesOf(tx, [id]) };
  }

  /**
   * Writes changed lines. Needs that will not get what was kept for them wait again, to be ordered anew; answers all
   * needs that had something open on the lines.
   */
  async save(tx: Tx, lines: readonly OrderLine[]): Promise<LineNeed[]> {
    await this.orders.updateLines(tx, lines);
    const lineIds = lines.map(({ id }) => id);
    const known = await this.orders.needsOf(tx, lineIds);
    await this.needs.lock(
      tx,
      known.map(({ needId }) => needId),
    );
    const needs = await this.orders.needsOf(tx, lineIds);
    const released = lines.flatMap((line) =>
      releases(
        needs.filter(({ orderLineId }) => orderLineId === line.id),
        awaitedOf(line),
      ),
    );
    await this.needs.moveLinks(
      tx,
      released.map(({ need: { needId, orderLineId }, quantity }) => ({
        needId,
        orderLineId,
        open: quantity.negate(),
        quantity: quantity.negate(),
      })),
    );
    return needs.filter(({ open }) => open.isPositive());
  }

  /** Cancels what is still awaited of lines. */
  cancelRest(tx: Tx, lines: readonly OrderLine[]): Promise<LineNeed[]> {
    return this.save(
      tx,
      lines.map((line) => ({ ...line, cancelled: line.cancelled.plus(awaitedOf(line)) })),
    );
  }

  async setState(tx: Tx, id: string, state: OrderState, acknowledged = false): Promise<SupplierOrder> {
    await this.orders.setStates(tx, new Map([[id, state]]), acknowledged);
    const [order] = await this.orders.byIds(tx, [id]);
    return shownOrder(order as OrderHead, await this.orders.linesOf(tx, [id]));
  }
}
