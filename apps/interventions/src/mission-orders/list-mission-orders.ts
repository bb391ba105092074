import type { ListMissionOrdersRequest, ListMissionOrdersResponse } from '@navette/contracts/interventions/v1/service';
import { isUuid } from '@navette/kernel';
import { Database, decodeCursor, encodeCursor, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { MissionOrderRepository, missionOrderView } from './mission-order.repository.js';

/** Mission orders, latest first (IN-1). */
@Injectable()
export class ListMissionOrders {
  constructor(
    private readonly db: Database,
    private readonly orders: MissionOrderRepository,
  ) {}

  async execute(scope: Scope, request: ListMissionOrdersRequest): Promise<ListMissionOrdersResponse> {
    const { page, ...filter } = request;
    const limit = Math.min(page?.limit || 50, 200);
    const [before] = decodeCursor(page?.cursor ?? '', 1)?.filter(isUuid) ?? [];
    const rows = await this.db.tenantRead(scope, (tx) => this.orders.page(tx, filter, before, limit + 1));
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    return {
      missionOrders: shown.map(missionOrderView),
      nextCursor: rows.length > limit && last !== undefined ? encodeCursor([last.id]) : '',
    };
  }
}
