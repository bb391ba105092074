import { MissionOrderRequestDeclinedMessage } from '@navette/contracts';
import { isUuid } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { missionOrderErrors } from './mission-order.js';
import { MissionOrderRepository, type KnownMissionOrder } from './mission-order.repository.js';

/** What a sender asks about an order it sent before. */
interface SenderRequest {
  readonly missionOrderId: string;
  readonly clientId: string;
  readonly revision: number;
}

/** GW-2, IN-1: requests of senders about their orders, each applied once and in their order, or declined. */
@Injectable()
export class SenderRequests {
  constructor(private readonly orders: MissionOrderRepository) {}

  /**
   * The order, locked and open to its sender; undefined where the request came late, or was declined.
   * @throws DomainError `interventions.mission-order.not-arrived`: it overtook its order, the message comes again
   */
  async lock(tx: Tx, { missionOrderId, clientId, revision }: SenderRequest): Promise<KnownMissionOrder | undefined> {
    const order = isUuid(missionOrderId) ? await this.orders.lockById(tx, missionOrderId) : undefined;
    if (order === undefined) {
      if (!(await this.orders.wasRejected(tx, missionOrderId)))
        throw missionOrderErrors.error('mission-order.not-arrived');
      tx.changesNothing();
      return undefined;
    }
    if (order.content.clientId !== clientId) throw new Error(`mission order ${missionOrderId} is not of ${clientId}`);
    if (revision <= order.revision) {
      tx.changesNothing();
      return undefined;
    }
    if (order.state === 'received') return order;
    this.decline(
      tx,
      order,
      revision,
      missionOrderErrors.error('mission-order.not-received', { state: order.state }).code,
    );
    return undefined;
  }

  /** The order stays as it is, and its sender is told why. */
  decline(tx: Tx, { id, version, content }: KnownMissionOrder, revision: number, reason: string): void {
    const { externalNumber, clientId } = content;
    tx.publish(
      MissionOrderRequestDeclinedMessage,
      { type: 'mission-order', id, version },
      { missionOrderId: id, externalNumber, clientId, revision, reason },
    );
    tx.audit('mission-order', id);
  }
}
