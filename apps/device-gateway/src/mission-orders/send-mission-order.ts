import { ReceiveMissionOrderMessage } from '@navette/contracts';
import type { SendMissionOrderRequest, SendMissionOrderResponse } from '@navette/contracts/device_gateway/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { NetworkStationRepository } from '../stations/network-station.repository.js';
import { actAs, callingClient } from '../calling-client.js';
import { OrderingPartyRepository } from '../ordering-parties/ordering-party.repository.js';
import { MissionOrderRepository } from './mission-order.repository.js';
import { checkedMissionOrder, missionOrderErrors } from './mission-order.js';

/**
 * GW-2: a mission order is kept and forwarded in one transaction, so that it is accepted for processing whatever becomes
 * of the services behind.
 */
@Injectable()
export class SendMissionOrder {
  constructor(
    private readonly db: Database,
    private readonly orders: MissionOrderRepository,
    private readonly parties: OrderingPartyRepository,
    private readonly stations: NetworkStationRepository,
  ) {}

  /**
   * @throws DomainError `device-gateway.mission-order.invalid`, `.station.unknown`, `.mission-order.number-known`,
   *   `.client.required`
   */
  execute(scope: Scope, input: SendMissionOrderRequest): Promise<SendMissionOrderResponse> {
    const clientId = callingClient(scope);
    const today = this.db.clock.now().toZonedDateTimeISO('UTC').toPlainDate();
    const { station, number, content } = checkedMissionOrder(input, today);
    const { appliance: product, kind: fileType, ...rest } = content;
    return this.db.command(scope, async (tx) => {
      await actAs(tx, clientId);
      const stationId = await this.stations.byCode(tx, station);
      if (stationId === undefined) {
        const field = missionOrderErrors.field('/station', 'station.unknown', { station });
        throw missionOrderErrors.error('station.unknown', { station }, [field]);
      }
      const id = tx.newId();
      const known = await this.orders.insert(tx, { clientId, id, stationId, number });
      if (known !== undefined) throw missionOrderErrors.error('mission-order.number-known', { number, id: known });
      tx.publish(
        ReceiveMissionOrderMessage,
        { type: 'mission-order', id, version: 1 },
        {
          missionOrderId: id,
          externalNumber: number,
          clientId,
          product,
          fileType,
          ...rest,
          orderingPartyId: await this.parties.idOf(tx, clientId, stationId),
        },
        { stationId },
      );
      tx.audit('mission-order', id);
      return { id };
    });
  }
}
