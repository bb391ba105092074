import { MissionOrderReceivedMessage, MissionOrderRefusedMessage } from '@navette/contracts';
import type { ReceiveMissionOrder as Command } from '@navette/contracts/interventions/v1/commands';
import type { Tx } from '@navette/platform/database';
import { setTimer } from '@navette/platform/timers';
import { Injectable } from '@nestjs/common';
import { SettingsRepository } from '../settings/settings.repository.js';
import { StationCalendar } from '../stations/station-calendar.js';
import { EXPIRY } from './expire-mission-order.js';
import { contentOf, keepable, missionOrderErrors, sameContent, type MissionContent } from './mission-order.js';
import { MissionOrderRepository } from './mission-order.repository.js';

/**
 * IN-1: a mission order arrives from the gateway. The sender's number is unique per station and sender: the same order
 * again changes nothing; another order under a number already used, or one that can't be read, is refused, told to its
 * sender and kept apart as it came. The station has the time of its settings to answer.
 */
@Injectable()
export class ReceiveMissionOrder {
  constructor(
    private readonly orders: MissionOrderRepository,
    private readonly calendar: StationCalendar,
    private readonly settings: SettingsRepository,
  ) {}

  /** @throws DomainError `interventions.station.unknown`: its identity has not arrived, the message comes again */
  async execute(tx: Tx, message: Command): Promise<void> {
    const content = contentOf(message);
    if ('refused' in content) return this.#reject(tx, message, content.refused.code);
    if (await this.#isKnown(tx, message, content)) return;

    const { missionOrderId } = message;
    const number = await this.calendar.nextNumber(tx, 'OM');
    const { missionOrderAnswerHours: hours } = await this.settings.find(tx);
    const expiresAt = tx.now.add({ hours });
    if (!(await this.orders.insert(tx, missionOrderId, number, content, expiresAt))) {
      // Its twin, or another order under the same number, was committed between the two statements.
      if (await this.#isKnown(tx, message, content)) return;
      return this.#reject(tx, message, missionOrderErrors.error('mission-order.number-reused').code);
    }
    await setTimer(tx, { kind: EXPIRY, key: missionOrderId, dueAt: expiresAt });
    tx.publish(
      MissionOrderReceivedMessage,
      { type: 'mission-order', id: missionOrderId, version: 1 },
      { missionOrderId, number, externalNumber: content.externalNumber, clientId: content.clientId },
    );
    tx.audit('mission-order', missionOrderId);
  }

  async #isKnown(tx: Tx, message: Command, content: MissionContent): Promise<boolean> {
    const known = await this.orders.bySender(tx, content.clientId, content.externalNumber);
    if (known === undefined) return false;
    // Sent again after its sender changed it, the order is not as it first was.
    const changed = known.id === message.missionOrderId && known.revision > 1;
    if (changed || sameContent(known.content, content)) return true;
    await this.#reject(tx, message, missionOrderErrors.error('mission-order.number-reused').code);
    return true;
  }

  async #reject(tx: Tx, message: Command, reason: string): Promise<void> {
    const { missionOrderId, externalNumber, clientId, ...content } = message;
    await this.orders.reject(tx, {
      id: missionOrderId,
      externalNumber: keepable(externalNumber),
      clientId: keepable(clientId),
      reason,
      content: JSON.parse(JSON.stringify(content, (_, value: unknown) => keepable(value))) as object,
    });
    tx.audit('mission-order-rejection', missionOrderId);
    // The same id with other content is the gateway's fault: the order that its sender knows by it stays as it is.
    if ((await this.orders.byId(tx, missionOrderId)) !== undefined) return;
    tx.publish(
      MissionOrderRefusedMessage,
      { type: 'mission-order-rejection', id: missionOrderId, version: 1 },
      { missionOrderId, externalNumber, clientId, reason },
    );
  }
}
