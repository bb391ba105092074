import {
  PartiesImportedMessage,
  PartyBillingTermsChangedMessage,
  PartyChangedMessage,
  PartyCreatedMessage,
} from '@navette/contracts';
import { on, together, type Subscriber } from '@navette/platform/messaging';
import { Injectable } from '@nestjs/common';
import { KeepParty } from './keep-party.js';

@Injectable()
export class PartiesSubscriber implements Subscriber {
  constructor(private readonly keep: KeepParty) {}

  readonly subscriptions = [
    together(
      on(PartyCreatedMessage, 'parties', (tx, { message, envelope }) =>
        this.keep.execute(tx, message, envelope.aggregate.version),
      ),
    ),
    on(PartiesImportedMessage, 'parties-imported', (tx, { message }) => this.keep.imported(tx, message)),
    on(PartyChangedMessage, 'parties-changed', (tx, { message, envelope }) =>
      this.keep.execute(tx, message, envelope.aggregate.version),
    ),
    on(PartyBillingTermsChangedMessage, 'party-billing-terms', (tx, { message }) => this.keep.terms(tx, message)),
  ];
}
