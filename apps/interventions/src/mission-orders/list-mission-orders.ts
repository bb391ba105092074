import type { ListMissionOrdersRequest, ListMissionOrdersResponse } from '@navette/contracts/interventions/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { MissionOrderRepository, missionOrderView } from './mission-order.repository.js';

@Injectable()
export class ListMissionOrders {
  constructor(
    private readonly db: Database,
    private readonly orders: MissionOrderRepository,
  ) {}

  /** @throws DomainError `platform.request.invalid`, `platform.list.cursor-of-another-list` */
  async execute(scope: Scope, { query }: ListMissionOrdersRequest): Promise<ListMissionOrdersResponse> {
    const { rows, nextCursor } = await this.db.tenantRead(scope, (tx) => this.orders.page(tx, query));
    return { missionOrders: rows.map(missionOrderView), nextCursor };
  }
}
