import { MissionOrderExpiredMessage } from '@navette/contracts';
import { Database, type Scope, type Tx } from '@navette/platform/database';
import type { Timer, TimerHandler } from '@navette/platform/timers';
import { Injectable } from '@nestjs/common';
import { MissionOrderRepository } from './mission-order.repository.js';

/** Timer of a received order, by its id. */
export const EXPIRY = 'expire-mission-order';

/** IN-1: an order that nobody answered in the station's time expires, and its sender is told. */
@Injectable()
export class ExpireMissionOrder implements TimerHandler {
  readonly kind = EXPIRY;

  constructor(
    private readonly db: Database,
    private readonly orders: MissionOrderRepository,
  ) {}

  readonly fire = ({ key: missionOrderId }: Timer, scope: Scope, done: (tx: Tx) => Promise<void>): Promise<void> =>
    this.db.tenantTx(scope, async (tx) => {
      const order = await this.orders.lockById(tx, missionOrderId);
      await done(tx);
      if (order?.state !== 'received') return tx.changesNothing();
      const { version } = await this.orders.change(tx, order, { state: 'expired' });
      const { externalNumber, clientId } = order.content;
      tx.publish(
        MissionOrderExpiredMessage,
        { type: 'mission-order', id: missionOrderId, version },
        { missionOrderId, externalNumber, clientId },
      );
      tx.audit('mission-order', missionOrderId);
    });
}
