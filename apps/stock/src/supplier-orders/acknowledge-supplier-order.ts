import { PartExhaustedMessage } from '@navette/contracts';
import type { AcknowledgeSupplierOrderRequest, SupplierOrder } from '@navette/contracts/stock/v1/service';
import { Database, type Scope, type Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { PartRepository } from '../catalogue/part.repository.js';
import { acknowledgedLines } from './acknowledgement.js';
import { ChangeOrder } from './change-order.js';
import { expectState, stateOf, type LineNeed, type OrderHead, type OrderLine } from './supplier-order.js';

/**
 * ST-22: the supplier says when, how much and for how much. What it will not send waits to be ordered anew; of a part
 * that is exhausted the origins are told.
 */
@Injectable()
export class AcknowledgeSupplierOrder {
  constructor(
    private readonly db: Database,
    private readonly change: ChangeOrder,
    private readonly parts: PartRepository,
  ) {}

  /** @throws DomainError `stock.supplier-order.not-found`, `….wrong-state`, `….acknowledgement-invalid` */
  execute(scope: Scope, { id, lines: given }: AcknowledgeSupplierOrderRequest): Promise<SupplierOrder> {
    return this.db.command(scope, async (tx) => {
      const { order, lines } = await this.change.lock(tx, id);
      expectState(order, ['sent', 'acknowledged', 'partially_received']);
      const acknowledged = acknowledgedLines(lines, given);
      const needs = await this.change.save(tx, acknowledged);
      const byId = new Map(acknowledged.map((line) => [line.id, line]));
      const all = lines.map((line) => byId.get(line.id) ?? line);
      const saved = await this.change.setState(tx, id, stateOf({ ...order, acknowledged: true }, all), true);
      await this.#exhausted(tx, { ...order, version: Number(saved.version) }, lines, acknowledged, needs);
      return saved;
    });
  }

  async #exhausted(
    tx: Tx,
    order: OrderHead,
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
    for (const { id: lineId, partId } of exhausted) {
      tx.publish(
        PartExhaustedMessage,
        { type: 'supplier-order', id: order.id, version: order.version },
        {
          partId,
          orderId: order.id,
          needs: needs
            .filter(({ orderLineId }) => orderLineId === lineId)
            .map(({ needId, originKind, originId }) => ({ needId, originKind, originId })),
        },
      );
    }
  }
}
