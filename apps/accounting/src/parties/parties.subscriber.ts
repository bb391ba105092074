import { PartiesImportedMessage, PartyChangedMessage, PartyCreatedMessage } from '@navette/contracts';
import { on, together, type Subscriber } from '@navette/platform/messaging';
import { Injectable } from '@nestjs/common';
import { TakeParty } from './take-party.js';

@Injectable()
export class PartiesSubscriber implements Subscriber {
  constructor(private readonly take: TakeParty) {}

  readonly subscriptions = [
    together(
      on(PartyCreatedMessage, 'party-created', async (tx, { message: { party }, envelope }) => {
        if (party !== undefined) await this.take.execute(tx, party, envelope.aggregate.version);
      }),
    ),
    on(PartiesImportedMessage, 'parties-imported', (tx, { message }) => this.take.imported(tx, message)),
    on(PartyChangedMessage, 'party-changed', async (tx, { message: { party }, envelope }) => {
      if (party !== undefined) await this.take.execute(tx, party, envelope.aggregate.version);
    }),
  ];
}
