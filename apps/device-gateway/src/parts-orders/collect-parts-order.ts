import { PartsOrderCollectedMessage } from '@navette/contracts';
import type { CollectPartsOrderRequest, PartsOrder } from '@navette/contracts/device_gateway/v1/service';
import { isUuid } from '@navette/kernel';
import { Database, type Scope, type Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { actAs, callingClient } from '../calling-client.js';
import { checkedReference, partsOrderErrors } from './parts-order.js';
import { PartsOrderRepository } from './parts-order.repository.js';

/** GW-3, ST-21: the manufacturer has taken an order over; its station is told, once. */
@Injectable()
export class CollectPartsOrder {
  constructor(
    private readonly db: Database,
    private readonly orders: PartsOrderRepository,
  ) {}

  /**
   * Once more under the same reference it answers the same.
   * @throws DomainError `device-gateway.parts-order.invalid`, `.parts-order.not-found`, also for one of another client (GW-4),
   *   `.parts-order.withdrawn`, `.parts-order.collected` under another reference, `.client.required`
   */
  execute(scope: Scope, { id, reference: typed }: CollectPartsOrderRequest): Promise<PartsOrder> {
    const clientId = callingClient(scope);
    const reference = checkedReference(typed);
    return this.db.command(scope, async (tx) => {
      await actAs(tx, clientId);
      const order = isUuid(id) ? await this.orders.lockById(tx, clientId, id) : undefined;
      if (order === undefined) throw partsOrderErrors.error('parts-order.not-found');
      const { number, state } = order;
      if (state === 'withdrawn') throw partsOrderErrors.error('parts-order.withdrawn', { number });
      if (state === 'waiting') await this.#collect(tx, clientId, id, reference, order.stationId);
      else if (order.reference === reference) tx.changesNothing();
      else throw partsOrderErrors.error('parts-order.collected', { number, reference: order.reference });
      return (await this.orders.byId(tx, clientId, id)) as PartsOrder;
    });
  }

  async #collect(tx: Tx, clientId: string, id: string, reference: string, stationId: string): Promise<void> {
    await this.orders.collect(tx, clientId, id, reference);
    const message = { orderId: id, clientId, reference, collectedAt: tx.now.toString() };
    tx.publish(PartsOrderCollectedMessage, { type: 'parts-order', id, version: 1 }, message, { stationId });
    tx.audit('parts-order', id);
  }
}
