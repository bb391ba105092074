import type {
  ListPartsOrdersRequest,
  ListPartsOrdersResponse,
  PartsOrder,
} from '@navette/contracts/device_gateway/v1/service';
import { isUuid } from '@navette/kernel';
import { Database, decodeCursor, encodeCursor, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { actAs, callingClient } from '../calling-client.js';
import { PARTS_ORDER_STATES, partsOrderErrors } from './parts-order.js';
import { PartsOrderRepository } from './parts-order.repository.js';

/** GW-3, GW-4: what stations ordered of the calling client. */
@Injectable()
export class ReadPartsOrders {
  constructor(
    private readonly db: Database,
    private readonly orders: PartsOrderRepository,
  ) {}

  /** @throws DomainError `device-gateway.parts-order.not-found`, also for one of another client; `.client.required` */
  async one(scope: Scope, id: string): Promise<PartsOrder> {
    const clientId = callingClient(scope);
    const order = isUuid(id)
      ? await this.db.tenantRead(scope, async (tx) => {
          await actAs(tx, clientId);
          return this.orders.byId(tx, clientId, id);
        })
      : undefined;
    if (order === undefined) throw partsOrderErrors.error('parts-order.not-found');
    return order;
  }

  /**
   * Page by page, latest first.
   * @throws DomainError `device-gateway.parts-order.state-not-accepted`, `.parts-order.cursor-wrong`, `.client.required`
   */
  async page(scope: Scope, { page, state }: ListPartsOrdersRequest): Promise<ListPartsOrdersResponse> {
    const clientId = callingClient(scope);
    if (state !== '' && !(PARTS_ORDER_STATES as readonly string[]).includes(state)) {
      throw partsOrderErrors.error('parts-order.state-not-accepted', { accepted: PARTS_ORDER_STATES });
    }
    const cursor = page?.cursor ?? '';
    const [before] = decodeCursor(cursor, 1) ?? [];
    if (cursor !== '' && !isUuid(before ?? '')) throw partsOrderErrors.error('parts-order.cursor-wrong');
    const limit = Math.min(page?.limit || 50, 200);
    const rows = await this.db.tenantRead(scope, async (tx) => {
      await actAs(tx, clientId);
      return this.orders.page(tx, clientId, state, before, limit + 1);
    });
    const partsOrders = rows.slice(0, limit);
    const last = partsOrders.at(-1);
    return { partsOrders, nextCursor: rows.length > limit && last !== undefined ? encodeCursor([last.id]) : '' };
  }
}
