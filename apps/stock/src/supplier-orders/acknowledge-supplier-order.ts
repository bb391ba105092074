import { PartExhaustedMessage, SupplierOrderAcknowledgedMessage } from '@navette/contracts';
import type { AcknowledgeSupplierOrderRequest, SupplierOrder } from '@navette/contracts/stock/v1/service';
import { Database, type Scope, type Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { PartRepository } from '../catalogue/part.repository.js';
import { NeedSupplies } from '../needs/need-supplies.js';
import { acknowledgedLines } from './acknowledgement.js';
import { announceReleased, ChangeOrder } from './change-order.js';
import { expectState, NEEDS_PER_EVENT, slices, stateOf, type LineNeed, type OrderLine } from './supplier-order.js';

/**
 * ST-22: the supplier says when, how much and for how much. What it will not send waits to be ordered anew; of a part
 * that is exhausted the origins are told.
 */
@Injectable()
export class AcknowledgeSupplierOrder {
  constructor(
    private readonly db: Database,
    private readonly change: ChangeOrder,
    private readonly supplies: NeedSupplies,
    private readonly parts: PartRepository,
  ) {}

  /** @throws DomainError `stock.supplier-order.not-found`, `….wrong-state`, `….acknowledgement-invalid` */
  execute(scope: Scope, { id, lines: given }: AcknowledgeSupplierOrderRequest): Promise<SupplierOrder> {
    return this.db.command(scope, async (tx) => {
      const { order, lines } = await this.change.lock(tx, id);
      expectState(order, ['sent', 'acknowledged', 'partially_received']);
      const units = await this.parts.byIds(
        tx,
        lines.map(({ partId }) => partId),
      );
      const acknowledged = acknowledgedLines(lines, given, units);
      const { needs, released } = await this.change.save(tx, acknowledged);
      const byId = new Map(acknowledged.map((line) => [line.id, line]));
      const all = lines.map((line) => byId.get(line.id) ?? line);
      const saved = await this.change.setState(tx, id, stateOf({ ...order, acknowledged: true }, all), true);
      announceAcknowledged(tx, saved, acknowledged);
      announceReleased(tx, saved, released);
      await this.#exhausted(tx, saved, lines, acknowledged, needs);
      return saved;
    });
  }

  async #exhausted(
    tx: Tx,
    order: SupplierOrder,
    before: readonly OrderLine[],
    after: readonly OrderLine[],
    needs: readonly LineNeed[],
  ): Promise<void> {
    const known = new Set(before.filter(({ exhausted }) => exhausted).map(({ id }) => id));
    const exhausted = after.filter((line) => line.exhausted && !known.has(line.id));
    if (exhausted.length === 0) return;
    await this.parts.markExhausted(
      tx,
      exhausted.map(({ partId }) => partId),
      order.supplierPartyId,
    );
    const lineIds = new Set(exhausted.map(({ id }) => id));
    const without = needs.filter(({ orderLineId }) => lineIds.has(orderLineId));
    await this.supplies.exhausted(
      tx,
      without.map(({ needId }) => needId),
    );
    for (const { id: lineId, partId } of exhausted) {
      const waiting = without
        .filter(({ orderLineId }) => orderLineId === lineId)
        .map(({ needId, originKind, originId }) => ({ needId, originKind, originId }));
      // A part that nobody waits for is told, too.
      const told = waiting.length === 0 ? [[]] : slices(waiting, NEEDS_PER_EVENT);
      for (const some of told) {
        tx.publish(PartExhaustedMessage, aggregateOf(order), { partId, orderId: order.id, needs: some });
      }
    }
  }
}

function announceAcknowledged(tx: Tx, order: SupplierOrder, lines: readonly OrderLine[]): void {
  const { id: orderId, number, supplierPartyId } = order;
  tx.publish(SupplierOrderAcknowledgedMessage, aggregateOf(order), {
    orderId,
    number,
    supplierPartyId,
    lines: lines.map(({ id: lineId, partId, quantity, cancelled, unitPrice, expectedOn, exhausted }) => ({
      lineId,
      partId,
      quantity: quantity.minus(cancelled).toString(),
      unitPrice: unitPrice?.toString() ?? '',
      expectedOn: expectedOn?.toString() ?? '',
      exhausted,
    })),
  });
}

function aggregateOf({ id, version }: SupplierOrder) {
  return { type: 'supplier-order', id, version: Number(version) };
}
