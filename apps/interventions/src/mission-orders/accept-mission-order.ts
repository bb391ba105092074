import { MissionOrderAcceptedMessage } from '@navette/contracts';
import type { AcceptMissionOrderRequest, MissionOrder } from '@navette/contracts/interventions/v1/service';
import { isUuid } from '@navette/kernel';
import { Database, type Scope } from '@navette/platform/database';
import { SagaRunner } from '@navette/platform/saga';
import { Suspensions } from '@navette/platform/suspension';
import { Injectable } from '@nestjs/common';
import { missionToFile, missionToFileData } from '../mission-to-file/mission-to-file.saga.js';
import { PartyRefRepository } from '../parties/party-ref.repository.js';
import { assertKnown, consumerChoice, missionOrderErrors } from './mission-order.js';
import { MissionOrderRepository, missionOrderView } from './mission-order.repository.js';

/**
 * IN-2: accepting is final; the sender is told at once and saga mission-to-file makes the file: for the known consumer that
 * was chosen, for a new one where that was chosen, else for the one it finds or makes.
 */
@Injectable()
export class AcceptMissionOrder {
  constructor(
    private readonly db: Database,
    private readonly orders: MissionOrderRepository,
    private readonly parties: PartyRefRepository,
    private readonly suspensions: Suspensions,
    private readonly sagas: SagaRunner,
  ) {}

  /**
   * @param despite why to go on though a party is suspended; empty where nobody who may said so
   * @throws DomainError `interventions.mission-order.not-found`, `interventions.mission-order.not-received`,
   *   `interventions.mission-order.party-unknown`, `interventions.mission-order.choice-contradictory`,
   *   `interventions.mission-order.accepted-otherwise` for another consumer than the one chosen before,
   *   `platform.suspension.party-suspended` (PA-4)
   */
  async execute(scope: Scope, request: AcceptMissionOrderRequest, despite = ''): Promise<MissionOrder> {
    const { id, consumerPartyId } = request;
    const choice = consumerChoice(request);
    return this.db.command(scope, async (tx) => {
      const order = isUuid(id) ? await this.orders.lockById(tx, id) : undefined;
      if (order === undefined) throw missionOrderErrors.error('mission-order.not-found');
      if (order.state === 'accepted' || order.state === 'converted') {
        if (choice !== '' && choice !== order.consumerChoice) {
          throw missionOrderErrors.error('mission-order.accepted-otherwise');
        }
        tx.changesNothing();
        return missionOrderView(order);
      }
      if (order.state !== 'received') {
        throw missionOrderErrors.error('mission-order.not-received', { state: order.state });
      }
      assertKnown({ consumerPartyId }, await this.parties.known(tx, [consumerPartyId]));
      const parties = { consumerPartyId, orderingPartyId: order.content.orderingPartyId };
      await this.suspensions.refuse(tx, { type: 'mission-order', id }, parties, despite);
      const accepted = await this.orders.change(tx, order, { state: 'accepted', consumerChoice: choice });
      const { externalNumber, clientId } = order.content;
      tx.publish(
        MissionOrderAcceptedMessage,
        { type: 'mission-order', id, version: accepted.version },
        { missionOrderId: id, externalNumber, clientId },
      );
      tx.audit('mission-order', id);
      const data = missionToFileData(id, order.content, choice);
      await this.sagas.start(tx, missionToFile, { correlationKey: id, data });
      // The saga may have noted at once why it can't be completed.
      return missionOrderView((await this.orders.byId(tx, id)) ?? accepted);
    });
  }
}
