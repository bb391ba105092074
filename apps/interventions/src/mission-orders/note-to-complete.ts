import { MissionOrderToCompleteMessage } from '@navette/contracts';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { MissionOrderRepository } from './mission-order.repository.js';

/** IN-2: an accepted order that can't become a file by itself stays accepted, "to complete", with the reason. */
@Injectable()
export class NoteToComplete {
  constructor(private readonly orders: MissionOrderRepository) {}

  async execute(tx: Tx, missionOrderId: string, reason: string): Promise<void> {
    const order = await this.orders.lockById(tx, missionOrderId);
    if (order?.state !== 'accepted') return;
    const { version } = await this.orders.change(tx, order, { state: 'accepted', toComplete: reason });
    tx.audit('mission-order', missionOrderId);
    const aggregate = { type: 'mission-order', id: missionOrderId, version };
    tx.publish(MissionOrderToCompleteMessage, aggregate, { missionOrderId, reason });
  }
}
