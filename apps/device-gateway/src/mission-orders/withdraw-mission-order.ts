import { WithdrawMissionOrderMessage } from '@navette/contracts';
import type { MissionOrderStatus, WithdrawMissionOrderRequest } from '@navette/contracts/device_gateway/v1/service';
import type { Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { AskStation } from './ask-station.js';
import { checkedReason } from './mission-order.js';

/** GW-2, IN-1: the sender takes its order back, unless the station has answered already. */
@Injectable()
export class WithdrawMissionOrder {
  constructor(private readonly ask: AskStation) {}

  /**
   * @throws DomainError `device-gateway.mission-order.invalid`, `.mission-order.not-found`, `.mission-order.not-changeable`,
   *   `.client.required`
   */
  execute(scope: Scope, { id, reason: input }: WithdrawMissionOrderRequest): Promise<MissionOrderStatus> {
    const reason = checkedReason(input);
    return this.ask.execute(scope, id, 'withdrawal', (tx, { clientId, revision, stationId }) => {
      const order = { type: 'mission-order', id, version: revision };
      tx.publish(WithdrawMissionOrderMessage, order, { missionOrderId: id, clientId, revision, reason }, { stationId });
    });
  }
}
