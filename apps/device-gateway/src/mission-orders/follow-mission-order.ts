import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { goesForward, type MissionOrderState } from './mission-order.js';
import { MissionOrderRepository } from './mission-order.repository.js';

/** GW-3: what became of an order, as interventions tells it; late news is no news. */
@Injectable()
export class FollowMissionOrder {
  constructor(private readonly orders: MissionOrderRepository) {}

  async execute(
    tx: Tx,
    { clientId, missionOrderId: id }: { clientId: string; missionOrderId: string },
    next: MissionOrderState,
    reason = '',
  ): Promise<void> {
    await this.orders.actAs(tx, clientId);
    const state = await this.orders.lockState(tx, clientId, id);
    // An order typed in by the station itself has no row here.
    if (state === undefined || !goesForward(state, next)) return;
    await this.orders.setState(tx, clientId, id, next, reason);
    tx.audit('mission-order', id);
  }
}
