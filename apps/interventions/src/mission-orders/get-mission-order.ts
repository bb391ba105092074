import type { MissionOrder } from '@navette/contracts/interventions/v1/service';
import { isUuid } from '@navette/kernel';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { missionOrderErrors } from './mission-order.js';
import { MissionOrderRepository, missionOrderView } from './mission-order.repository.js';

@Injectable()
export class GetMissionOrder {
  constructor(
    private readonly db: Database,
    private readonly orders: MissionOrderRepository,
  ) {}

  /** @throws DomainError `interventions.mission-order.not-found`, also for an order of another station (ID-10). */
  async execute(scope: Scope, id: string): Promise<MissionOrder> {
    const order = isUuid(id) ? await this.db.tenantRead(scope, (tx) => this.orders.byId(tx, id)) : undefined;
    if (order === undefined) throw missionOrderErrors.error('mission-order.not-found');
    return missionOrderView(order);
  }
}
