import type { MissionOrderStatus } from '@navette/contracts/device_gateway/v1/service';
import { isUuid } from '@navette/kernel';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { actAs, callingClient } from '../calling-client.js';
import { MissionOrderRepository } from './mission-order.repository.js';
import { missionOrderErrors } from './mission-order.js';

/** GW-3 */
@Injectable()
export class GetMissionOrderStatus {
  constructor(
    private readonly db: Database,
    private readonly orders: MissionOrderRepository,
  ) {}

  /** @throws DomainError `device-gateway.mission-order.not-found`, also for an order of another client (GW-4) */
  async execute(scope: Scope, id: string): Promise<MissionOrderStatus> {
    const clientId = callingClient(scope);
    const status = isUuid(id)
      ? await this.db.tenantRead(scope, async (tx) => {
          await actAs(tx, clientId);
          return this.orders.byId(tx, clientId, id);
        })
      : undefined;
    if (status === undefined) throw missionOrderErrors.error('mission-order.not-found');
    return status;
  }
}
