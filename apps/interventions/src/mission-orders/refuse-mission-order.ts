import { MissionOrderRefusedMessage } from '@navette/contracts';
import type { MissionOrder } from '@navette/contracts/interventions/v1/service';
import { isUuid } from '@navette/kernel';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { checkedReason, missionOrderErrors } from './mission-order.js';
import { MissionOrderRepository, missionOrderView } from './mission-order.repository.js';

/** IN-1: refused with a reason, which the sender is told. */
@Injectable()
export class RefuseMissionOrder {
  constructor(
    private readonly db: Database,
    private readonly orders: MissionOrderRepository,
  ) {}

  /**
   * @throws DomainError `interventions.mission-order.reason-required`, `interventions.mission-order.not-found`,
   *   `interventions.mission-order.not-received`
   */
  execute(scope: Scope, id: string, input: string): Promise<MissionOrder> {
    const reason = checkedReason(input);
    return this.db.command(scope, async (tx) => {
      const order = isUuid(id) ? await this.orders.lockById(tx, id) : undefined;
      if (order === undefined) throw missionOrderErrors.error('mission-order.not-found');
      if (order.state === 'refused' && order.refusalReason === reason) {
        tx.changesNothing();
        return missionOrderView(order);
      }
      if (order.state !== 'received') {
        throw missionOrderErrors.error('mission-order.not-received', { state: order.state });
      }
      const refused = await this.orders.change(tx, order, { state: 'refused', refusalReason: reason });
      const { externalNumber, clientId } = order.content;
      tx.publish(
        MissionOrderRefusedMessage,
        { type: 'mission-order', id, version: refused.version },
        { missionOrderId: id, externalNumber, clientId, reason },
      );
      tx.audit('mission-order', id);
      return missionOrderView(refused);
    });
  }
}
