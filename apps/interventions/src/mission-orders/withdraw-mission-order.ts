import { MissionOrderWithdrawnMessage } from '@navette/contracts';
import type { WithdrawMissionOrder as Command } from '@navette/contracts/interventions/v1/commands';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { keepable, REASON_MAX } from './mission-order.js';
import { MissionOrderRepository } from './mission-order.repository.js';
import { SenderRequests } from './sender-requests.js';

/** IN-1: the sender takes back an order that nobody has answered; it can't be accepted any more. */
@Injectable()
export class WithdrawMissionOrder {
  constructor(
    private readonly orders: MissionOrderRepository,
    private readonly requests: SenderRequests,
  ) {}

  /** @throws DomainError as `SenderRequests.lock` */
  async execute(tx: Tx, message: Command): Promise<void> {
    const order = await this.requests.lock(tx, message);
    if (order === undefined) return;
    const { revision, missionOrderId } = message;
    const withdrawalReason = keepable(message.reason).trim().slice(0, REASON_MAX);
    const { version } = await this.orders.change(tx, order, { state: 'withdrawn', revision, withdrawalReason });
    const { externalNumber, clientId } = order.content;
    tx.publish(
      MissionOrderWithdrawnMessage,
      { type: 'mission-order', id: missionOrderId, version },
      { missionOrderId, externalNumber, clientId, revision },
    );
    tx.audit('mission-order', missionOrderId);
  }
}
