import { MissionOrderChangedMessage } from '@navette/contracts';
import type { ChangeMissionOrder as Command } from '@navette/contracts/interventions/v1/commands';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { contentOf } from './mission-order.js';
import { MissionOrderRepository } from './mission-order.repository.js';
import { SenderRequests } from './sender-requests.js';

/** IN-1: as long as nobody has answered, the sender may say anew what it wants. */
@Injectable()
export class ChangeMissionOrder {
  constructor(
    private readonly orders: MissionOrderRepository,
    private readonly requests: SenderRequests,
  ) {}

  /** @throws DomainError as `SenderRequests.lock` */
  async execute(tx: Tx, message: Command): Promise<void> {
    const order = await this.requests.lock(tx, message);
    if (order === undefined) return;
    const { externalNumber, clientId } = order.content;
    const { revision, missionOrderId } = message;
    const content = contentOf({ ...message, externalNumber });
    if ('refused' in content) return this.requests.decline(tx, order, revision, content.refused.code);
    const { version } = await this.orders.change(tx, order, { content, revision });
    tx.publish(
      MissionOrderChangedMessage,
      { type: 'mission-order', id: missionOrderId, version },
      { missionOrderId, externalNumber, clientId, revision },
    );
    tx.audit('mission-order', missionOrderId);
  }
}
