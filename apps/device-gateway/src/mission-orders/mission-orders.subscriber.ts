import {
  MissionOrderAcceptedMessage,
  MissionOrderConvertedMessage,
  MissionOrderReceivedMessage,
  MissionOrderRefusedMessage,
} from '@navette/contracts';
import { on, type Subscriber } from '@navette/platform/messaging';
import { Injectable } from '@nestjs/common';
import { FollowMissionOrder } from './follow-mission-order.js';

@Injectable()
export class MissionOrdersSubscriber implements Subscriber {
  constructor(private readonly follow: FollowMissionOrder) {}

  readonly subscriptions = [
    on(MissionOrderReceivedMessage, 'mission-order-received', (tx, { message }) =>
      this.follow.execute(tx, message, 'received'),
    ),
    on(MissionOrderAcceptedMessage, 'mission-order-accepted', (tx, { message }) =>
      this.follow.execute(tx, message, 'accepted'),
    ),
    on(MissionOrderRefusedMessage, 'mission-order-refused', (tx, { message }) =>
      this.follow.execute(tx, message, 'refused', message.reason),
    ),
    on(MissionOrderConvertedMessage, 'mission-order-converted', (tx, { message }) =>
      this.follow.execute(tx, message, 'converted'),
    ),
  ];
}
