import { PartyResumedMessage, PartySuspendedMessage } from '@navette/contracts';
import { on, type Subscriber } from '@navette/platform/messaging';
import { Injectable } from '@nestjs/common';
import { KeepSuspension } from './keep-suspension.js';

@Injectable()
export class SuspensionsSubscriber implements Subscriber {
  constructor(private readonly keep: KeepSuspension) {}

  readonly subscriptions = [
    on(PartySuspendedMessage, 'party-suspended', (tx, { message, envelope }) =>
      this.keep.execute(tx, message.partyId, true, envelope.aggregate.version),
    ),
    on(PartyResumedMessage, 'party-resumed', (tx, { message, envelope }) =>
      this.keep.execute(tx, message.partyId, false, envelope.aggregate.version),
    ),
  ];
}
