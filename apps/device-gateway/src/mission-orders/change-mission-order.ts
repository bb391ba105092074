import { ChangeMissionOrderMessage } from '@navette/contracts';
import type { ChangeMissionOrderRequest, MissionOrderStatus } from '@navette/contracts/device_gateway/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { AskStation } from './ask-station.js';
import { checkedContent } from './mission-order.js';

/** GW-2, IN-1: the sender replaces what its order says; the station takes that over unless it has answered already. */
@Injectable()
export class ChangeMissionOrder {
  constructor(
    private readonly db: Database,
    private readonly ask: AskStation,
  ) {}

  /**
   * @throws DomainError `device-gateway.mission-order.invalid`, `.mission-order.not-found`, `.mission-order.not-changeable`,
   *   `.client.required`
   */
  execute(scope: Scope, { id, ...input }: ChangeMissionOrderRequest): Promise<MissionOrderStatus> {
    const today = this.db.clock.now().toZonedDateTimeISO('UTC').toPlainDate();
    const { appliance: product, kind: fileType, ...content } = checkedContent(input, today);
    return this.ask.execute(scope, id, 'change', (tx, { clientId, revision, stationId, orderingPartyId }) => {
      const order = { type: 'mission-order', id, version: revision };
      const change = { missionOrderId: id, clientId, revision, product, fileType, orderingPartyId, ...content };
      tx.publish(ChangeMissionOrderMessage, order, change, { stationId });
    });
  }
}
