import {
  PartiesImportedMessage,
  PartyChangedMessage,
  PartyCreatedMessage,
  PartyPricingTermsChangedMessage,
  StationChangedMessage,
} from '@navette/contracts';
import { on, together, type Subscriber } from '@navette/platform/messaging';
import { Injectable } from '@nestjs/common';
import { KeepReferences } from './keep-references.js';

@Injectable()
export class ReferencesSubscriber implements Subscriber {
  constructor(private readonly keep: KeepReferences) {}

  readonly subscriptions = [
    together(on(PartyCreatedMessage, 'party-created', (tx, { message }) => this.keep.party(tx, message))),
    on(PartiesImportedMessage, 'parties-imported', (tx, { message }) => this.keep.imported(tx, message)),
    on(PartyChangedMessage, 'party-changed', (tx, { message }) => this.keep.party(tx, message)),
    // Not `party-pricing-terms`, whose durable has been past what it did not keep (ADR 0039).
    on(PartyPricingTermsChangedMessage, 'party-terms', (tx, { message }) => this.keep.termsChanged(tx, message)),
    // Not `station-changed`, whose durable has been past the network that it did not keep (ADR 0050).
    on(StationChangedMessage, 'station-of-network', (tx, { message, envelope }) =>
      this.keep.stationChanged(tx, message, envelope.aggregate.version),
    ),
  ];
}
