import { ChangeMissionOrderMessage, ReceiveMissionOrderMessage, WithdrawMissionOrderMessage } from '@navette/contracts';
import { on, type Subscriber } from '@navette/platform/messaging';
import { Injectable } from '@nestjs/common';
import { ChangeMissionOrder } from './change-mission-order.js';
import { ReceiveMissionOrder } from './receive-mission-order.js';
import { WithdrawMissionOrder } from './withdraw-mission-order.js';

/** What senders ask, by way of the gateway. */
@Injectable()
export class MissionOrdersSubscriber implements Subscriber {
  constructor(
    private readonly receive: ReceiveMissionOrder,
    private readonly change: ChangeMissionOrder,
    private readonly withdraw: WithdrawMissionOrder,
  ) {}

  readonly subscriptions = [
    on(ReceiveMissionOrderMessage, 'receive-mission-order', (tx, { message }) => this.receive.execute(tx, message)),
    on(ChangeMissionOrderMessage, 'change-mission-order', (tx, { message }) => this.change.execute(tx, message)),
    on(WithdrawMissionOrderMessage, 'withdraw-mission-order', (tx, { message }) => this.withdraw.execute(tx, message)),
  ];
}
