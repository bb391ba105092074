import { ReceiveMissionOrderMessage } from '@navette/contracts';
import { on, type Subscriber } from '@navette/platform/messaging';
import { Injectable } from '@nestjs/common';
import { ReceiveMissionOrder } from './receive-mission-order.js';

@Injectable()
export class MissionOrdersSubscriber implements Subscriber {
  constructor(private readonly receive: ReceiveMissionOrder) {}

  readonly subscriptions = [
    on(ReceiveMissionOrderMessage, 'receive-mission-order', (tx, { message }) => this.receive.execute(tx, message)),
  ];
}
