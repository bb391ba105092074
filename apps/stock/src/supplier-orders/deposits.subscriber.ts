import { PartsOrderCollectedMessage, PartyClientChangedMessage } from '@navette/contracts';
import { on, type Subscriber } from '@navette/platform/messaging';
import { Injectable } from '@nestjs/common';
import { KeepDeposits } from './keep-deposits.js';

@Injectable()
export class DepositsSubscriber implements Subscriber {
  constructor(private readonly keep: KeepDeposits) {}

  readonly subscriptions = [
    on(PartyClientChangedMessage, 'party-client-changed', (tx, { message, envelope }) =>
      this.keep.cart(tx, message, envelope.aggregate.version),
    ),
    on(PartsOrderCollectedMessage, 'parts-order-collected', (tx, { message }) => this.keep.collected(tx, message)),
  ];
}
