import { OrderedQuantityWithdrawnMessage } from '@navette/contracts';
import type { SupplierOrder } from '@navette/contracts/stock/v1/service';
import { isUuid } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { NeedSupplies } from '../needs/need-supplies.js';
import { NeedRepository } from '../needs/need.repository.js';
import { DepositOrder } from './deposit-order.js';
import { shownOrder } from './shown-order.js';
import {
  awaitedOf,
  ENDS,
  NEEDS_PER_EVENT,
  releases,
  slices,
  supplierOrderErrors,
  type LineNeed,
  type OrderHead,
  type OrderLine,
  type OrderState,
  type Release,
} from './supplier-order.js';
import { SupplierOrderRepository } from './supplier-order.repository.js';

/** What all changes of an order have in common, within somebody's transaction. */
@Injectable()
export class ChangeOrder {
  constructor(
    private readonly orders: SupplierOrderRepository,
    private readonly needs: NeedRepository,
    private readonly supplies: NeedSupplies,
    private readonly deposit: DepositOrder,
  ) {}

  /** Locks an order. @throws DomainError `stock.supplier-order.not-found` */
  async lock(tx: Tx, id: string): Promise<{ order: OrderHead; lines: OrderLine[] }> {
    const [order] = isUuid(id) ? await this.orders.lock(tx, [id]) : [];
    if (order === undefined) throw supplierOrderErrors.error('supplier-order.not-found');
    tx.audit('supplier-order', id);
    return { order, lines: await this.orders.linesOf(tx, [id]) };
  }

  /**
   * Writes changed lines. Needs that will not get what was kept for them wait again, to be ordered anew (`released`);
   * `needs` are all that had something open on the lines.
   */
  async save(tx: Tx, lines: readonly OrderLine[]): Promise<{ needs: LineNeed[]; released: Release[] }> {
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
    await this.supplies.move(
      tx,
      released.map(({ need: { needId, orderLineId }, quantity }) => ({
        needId,
        orderLineId,
        open: quantity.negate(),
        quantity: quantity.negate(),
      })),
    );
    return { needs: needs.filter(({ open }) => open.isPositive()), released };
  }

  /** Gives up what is still awaited of a locked order, and tells the origins. */
  async end(
    tx: Tx,
    id: string,
    lines: readonly OrderLine[],
    state: OrderState & ('closed' | 'cancelled'),
  ): Promise<SupplierOrder> {
    const rest = lines.map((line) => ({ ...line, cancelled: line.cancelled.plus(awaitedOf(line)) }));
    const { released } = await this.save(tx, rest);
    const ended = await this.setState(tx, id, state);
    announceReleased(tx, ended, released);
    return ended;
  }

  async setState(tx: Tx, id: string, state: OrderState, acknowledged = false): Promise<SupplierOrder> {
    await this.orders.setStates(tx, new Map([[id, state]]), acknowledged);
    if (ENDS.includes(state)) await this.deposit.withdraw(tx, await this.orders.byIds(tx, [id]));
    const [order] = await this.orders.byIds(tx, [id]);
    return shownOrder(order as OrderHead, await this.orders.linesOf(tx, [id]));
  }
}

/** Tells the origins that what was ordered for them will not come: it waits to be ordered anew (ST-22). */
export function announceReleased(tx: Tx, order: SupplierOrder, released: readonly Release[]): void {
  const { id: orderId, number, version } = order;
  for (const some of slices(released, NEEDS_PER_EVENT)) {
    const needs = some.map(({ need: { needId, originKind, originId }, quantity }) => ({
      needId,
      originKind,
      originId,
      quantity: quantity.toString(),
    }));
    const aggregate = { type: 'supplier-order', id: orderId, version: Number(version) };
    tx.publish(OrderedQuantityWithdrawnMessage, aggregate, { orderId, number, needs });
  }
}
