import { PartyResumedMessage, PartySuspendedMessage } from '@navette/contracts';
import { on, type Subscriber } from '@navette/platform/messaging';
import { Suspensions } from '@navette/platform/suspension';
import { Injectable } from '@nestjs/common';

@Injectable()
export class SuspensionsSubscriber implements Subscriber {
  constructor(private readonly suspensions: Suspensions) {}

  readonly subscriptions = [
    on(PartySuspendedMessage, 'party-suspended', (tx, { message, envelope }) =>
      this.suspensions.keep(tx, message.partyId, true, envelope.aggregate.version),
    ),
    on(PartyResumedMessage, 'party-resumed', (tx, { message, envelope }) =>
      this.suspensions.keep(tx, message.partyId, false, envelope.aggregate.version),
    ),
  ];
}
