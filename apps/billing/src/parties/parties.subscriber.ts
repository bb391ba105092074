import {
  PartiesImportedMessage,
  PartyBillingTermsChangedMessage,
  PartyChangedMessage,
  PartyCreatedMessage,
} from '@navette/contracts';
import { on, together, type Subscriber } from '@navette/platform/messaging';
import { Injectable } from '@nestjs/common';
import { TakeBillingTerms } from './take-billing-terms.js';
import { TakeParty } from './take-party.js';

@Injectable()
export class PartiesSubscriber implements Subscriber {
  constructor(
    private readonly takeParty: TakeParty,
    private readonly takeTerms: TakeBillingTerms,
  ) {}

  readonly subscriptions = [
    together(
      on(PartyCreatedMessage, 'party-created', async (tx, { message: { party }, envelope }) => {
        if (party !== undefined) await this.takeParty.execute(tx, party, envelope.aggregate.version);
      }),
    ),
    on(PartiesImportedMessage, 'parties-imported', (tx, { message }) => this.takeParty.imported(tx, message)),
    on(PartyChangedMessage, 'party-changed', async (tx, { message: { party }, envelope }) => {
      if (party !== undefined) await this.takeParty.execute(tx, party, envelope.aggregate.version);
    }),
    on(PartyBillingTermsChangedMessage, 'party-billing-terms', async (tx, { message: { partyId, terms, version } }) => {
      if (terms !== undefined) await this.takeTerms.execute(tx, partyId, terms, Number(version));
    }),
  ];
}
