import type { ListMissionOrdersRequest, ListMissionOrdersResponse } from '@navette/contracts/device_gateway/v1/service';
import { isUuid } from '@navette/kernel';
import { Database, decodeCursor, encodeCursor, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { actAs, callingClient } from '../calling-client.js';
import { MissionOrderRepository } from './mission-order.repository.js';
import { MISSION_ORDER_STATES, missionOrderErrors } from './mission-order.js';

/** GW-1, GW-4: the client's own orders, latest first, page by page. */
@Injectable()
export class ListMissionOrders {
  constructor(
    private readonly db: Database,
    private readonly orders: MissionOrderRepository,
  ) {}

  /** @throws DomainError `device-gateway.mission-order.state-not-accepted`, `.mission-order.cursor-wrong`, `.client.required` */
  async execute(scope: Scope, { page, state }: ListMissionOrdersRequest): Promise<ListMissionOrdersResponse> {
    const clientId = callingClient(scope);
    if (state !== '' && !(MISSION_ORDER_STATES as readonly string[]).includes(state)) {
      throw missionOrderErrors.error('mission-order.state-not-accepted', { accepted: MISSION_ORDER_STATES });
    }
    const [before] = decodeCursor(page?.cursor ?? '', 1) ?? [];
    if ((page?.cursor ?? '') !== '' && !isUuid(before ?? ''))
      throw missionOrderErrors.error('mission-order.cursor-wrong');
    const limit = Math.min(page?.limit || 50, 200);
    const rows = await this.db.tenantRead(scope, async (tx) => {
      await actAs(tx, clientId);
      return this.orders.page(tx, clientId, state, before, limit + 1);
    });
    const missionOrders = rows.slice(0, limit);
    const last = missionOrders.at(-1);
    return { missionOrders, nextCursor: rows.length > limit && last !== undefined ? encodeCursor([last.id]) : '' };
  }
}
