import { MissionOrderToCompleteMessage } from '@navette/contracts';
import type { CompleteMissionOrderRequest, MissionOrder } from '@navette/contracts/interventions/v1/service';
import { isUuid } from '@navette/kernel';
import { Database, type Scope } from '@navette/platform/database';
import { SagaRunner } from '@navette/platform/saga';
import { Suspensions } from '@navette/platform/suspension';
import { Injectable } from '@nestjs/common';
import { missionToFile, missionToFileData } from '../mission-to-file/mission-to-file.saga.js';
import { PartyRefRepository } from '../parties/party-ref.repository.js';
import { assertKnown, missingForFile, missionOrderErrors, NEW_CONSUMER } from './mission-order.js';
import { MissionOrderRepository, missionOrderView, type KnownMissionOrder } from './mission-order.repository.js';

const NO_ORDERING_PARTY = missionOrderErrors.error('mission-order.ordering-party-unknown').code;

/** IN-2: a person names what kept an accepted order from becoming a file: its consumer, or who ordered and pays. */
@Injectable()
export class CompleteMissionOrder {
  constructor(
    private readonly db: Database,
    private readonly orders: MissionOrderRepository,
    private readonly parties: PartyRefRepository,
    private readonly suspensions: Suspensions,
    private readonly sagas: SagaRunner,
  ) {}

  /**
   * @param despite why to go on though a party is suspended; empty where nobody who may said so
   * @throws DomainError `interventions.mission-order.not-found`, `….not-to-complete`, `….party-unknown` with its field,
   *   `….ordering-party-unknown` or `….consumer-unknown` where that one is still missing,
   *   `platform.suspension.party-suspended` (PA-4)
   */
  execute(scope: Scope, request: CompleteMissionOrderRequest, despite = ''): Promise<MissionOrder> {
    const { id, consumerPartyId, orderingPartyId } = request;
    return this.db.command(scope, async (tx) => {
      const order = isUuid(id) ? await this.orders.lockById(tx, id) : undefined;
      if (order === undefined) throw missionOrderErrors.error('mission-order.not-found');
      const { state, toComplete } = order;
      if (state !== 'accepted' || toComplete === '') {
        throw missionOrderErrors.error('mission-order.not-to-complete', { state });
      }
      assertKnown(
        { consumerPartyId, orderingPartyId },
        await this.parties.known(tx, [consumerPartyId, orderingPartyId]),
      );
      const content = { ...order.content, orderingPartyId: orderingPartyId || order.content.orderingPartyId };
      if (missingForFile(content) !== '') throw missionOrderErrors.error('mission-order.ordering-party-unknown');
      // Finding the consumer was tried, and failed.
      if (consumerPartyId === '' && toComplete !== NO_ORDERING_PARTY) {
        throw missionOrderErrors.error('mission-order.consumer-unknown');
      }
      const choice = consumerPartyId || order.consumerChoice;
      const parties = {
        consumerPartyId: choice === NEW_CONSUMER ? '' : choice,
        orderingPartyId: content.orderingPartyId,
      };
      await this.suspensions.refuse(tx, { type: 'mission-order', id }, parties, despite);
      const { version } = await this.orders.change(tx, order, { toComplete: '', content, consumerChoice: choice });
      tx.audit('mission-order', id);
      const aggregate = { type: 'mission-order', id, version };
      tx.publish(MissionOrderToCompleteMessage, aggregate, { missionOrderId: id, reason: '' });
      // A saga of its own: the one that could not go on has ended.
      const data = missionToFileData(id, content, choice);
      await this.sagas.start(tx, missionToFile, { correlationKey: `${id}/${version}`, data });
      return missionOrderView((await this.orders.byId(tx, id)) as KnownMissionOrder);
    });
  }
}
