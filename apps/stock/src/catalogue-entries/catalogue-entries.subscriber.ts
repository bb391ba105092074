import { StationChangedMessage } from '@navette/contracts';
import { on, type Subscriber } from '@navette/platform/messaging';
import { Injectable } from '@nestjs/common';
import { BeginCatalogue } from './begin-catalogue.js';

@Injectable()
export class CatalogueEntriesSubscriber implements Subscriber {
  constructor(private readonly begin: BeginCatalogue) {}

  readonly subscriptions = [on(StationChangedMessage, 'catalogue-of-station', (tx) => this.begin.execute(tx))];
}
