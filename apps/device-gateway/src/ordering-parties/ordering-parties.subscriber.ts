import { PartyClientChangedMessage } from '@navette/contracts';
import { on, type Subscriber } from '@navette/platform/messaging';
import { Injectable } from '@nestjs/common';
import { KeepOrderingParty } from './keep-ordering-party.js';

@Injectable()
export class OrderingPartiesSubscriber implements Subscriber {
  constructor(private readonly keep: KeepOrderingParty) {}

  readonly subscriptions = [
    on(PartyClientChangedMessage, 'ordering-parties', (tx, { message, envelope }) =>
      this.keep.execute(tx, message, envelope.aggregate.version),
    ),
  ];
}
