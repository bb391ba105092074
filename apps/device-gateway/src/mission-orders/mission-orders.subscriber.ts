import {
  MissionOrderAcceptedMessage,
  MissionOrderChangedMessage,
  MissionOrderConvertedMessage,
  MissionOrderExpiredMessage,
  MissionOrderReceivedMessage,
  MissionOrderRefusedMessage,
  MissionOrderRequestDeclinedMessage,
  MissionOrderWithdrawnMessage,
  type MessageType,
} from '@navette/contracts';
import { on, type Subscriber } from '@navette/platform/messaging';
import { Injectable } from '@nestjs/common';
import { FollowMissionOrder, type MissionOrderNews } from './follow-mission-order.js';

type About = Pick<MissionOrderNews, 'clientId' | 'missionOrderId'>;

@Injectable()
export class MissionOrdersSubscriber implements Subscriber {
  constructor(private readonly follow: FollowMissionOrder) {}

  readonly subscriptions = [
    this.#tells(MissionOrderReceivedMessage, 'mission-order-received', () => ({ state: 'received' })),
    this.#tells(MissionOrderAcceptedMessage, 'mission-order-accepted', () => ({ state: 'accepted' })),
    this.#tells(MissionOrderRefusedMessage, 'mission-order-refused', ({ reason }) => ({ state: 'refused', reason })),
    this.#tells(MissionOrderConvertedMessage, 'mission-order-converted', () => ({ state: 'converted' })),
    this.#tells(MissionOrderExpiredMessage, 'mission-order-expired', () => ({ state: 'expired' })),
    this.#tells(MissionOrderWithdrawnMessage, 'mission-order-withdrawn', ({ revision }) => ({
      state: 'withdrawn',
      answers: { revision, declined: '' },
    })),
    this.#tells(MissionOrderChangedMessage, 'mission-order-changed', ({ revision }) => ({
      answers: { revision, declined: '' },
    })),
    this.#tells(MissionOrderRequestDeclinedMessage, 'mission-order-request-declined', ({ revision, reason }) => ({
      answers: { revision, declined: reason },
    })),
  ];

  #tells<T extends About>(
    type: MessageType<T>,
    name: string,
    news: (message: T) => Omit<MissionOrderNews, keyof About>,
  ) {
    return on(type, name, (tx, { message }) => {
      const { clientId, missionOrderId } = message;
      return this.follow.execute(tx, { clientId, missionOrderId, ...news(message) });
    });
  }
}
