import { PartyErasedMessage } from '@navette/contracts';
import { on, type Subscriber } from '@navette/platform/messaging';
import { Injectable } from '@nestjs/common';
import { ErasePerson } from './erase-person.js';

@Injectable()
export class ErasuresSubscriber implements Subscriber {
  constructor(private readonly erase: ErasePerson) {}

  readonly subscriptions = [
    on(PartyErasedMessage, 'party-erased', (tx, { message, envelope }) =>
      this.erase.execute(tx, message.partyId, envelope.aggregate.version),
    ),
  ];
}
