import type { MissionOrderStatus } from '@navette/contracts/device_gateway/v1/service';
import { isUuid } from '@navette/kernel';
import { Database, type Scope, type Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { actAs, callingClient } from '../calling-client.js';
import { OrderingPartyRepository } from '../ordering-parties/ordering-party.repository.js';
import { MissionOrderRepository, type RequestKind } from './mission-order.repository.js';
import { isChangeable, missionOrderErrors } from './mission-order.js';

/** A numbered request of a sender about its order, ready to be forwarded. */
export interface NumberedRequest {
  readonly clientId: string;
  readonly revision: number;
  readonly stationId: string;
  /** The sender's party in the station; empty where none is known. */
  readonly orderingPartyId: string;
}

/**
 * GW-2: what a sender asks about an order it sent is numbered, kept and forwarded in one transaction. Refused at once is
 * only what is known to be too late; otherwise the station decides, and its answer is shown in the order's state.
 */
@Injectable()
export class AskStation {
  constructor(
    private readonly db: Database,
    private readonly orders: MissionOrderRepository,
    private readonly parties: OrderingPartyRepository,
  ) {}

  /**
   * @throws DomainError `device-gateway.mission-order.not-found`, also for an order of another client (GW-4),
   *   `.mission-order.not-changeable`, `.client.required`
   */
  execute(
    scope: Scope,
    id: string,
    kind: RequestKind,
    forward: (tx: Tx, request: NumberedRequest) => void,
  ): Promise<MissionOrderStatus> {
    const clientId = callingClient(scope);
    return this.db.command(scope, async (tx) => {
      await actAs(tx, clientId);
      const order = isUuid(id) ? await this.orders.lockById(tx, clientId, id) : undefined;
      if (order === undefined) throw missionOrderErrors.error('mission-order.not-found');
      const { state, stationId } = order;
      if (!isChangeable(state)) throw missionOrderErrors.error('mission-order.not-changeable', { state });
      const revision = await this.orders.addRequest(tx, clientId, id, kind);
      const orderingPartyId = await this.parties.idOf(tx, clientId, stationId);
      forward(tx, { clientId, revision, stationId, orderingPartyId });
      tx.audit('mission-order', id);
      return (await this.orders.byId(tx, clientId, id)) as MissionOrderStatus;
    });
  }
}
