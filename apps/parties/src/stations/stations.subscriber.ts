import { StationChangedMessage } from '@navette/contracts';
import { on, type Subscriber } from '@navette/platform/messaging';
import { Injectable } from '@nestjs/common';
import { KeepStation } from './keep-station.js';

@Injectable()
export class StationsSubscriber implements Subscriber {
  constructor(private readonly keep: KeepStation) {}

  readonly subscriptions = [
    on(StationChangedMessage, 'stations', (tx, { message, envelope }) =>
      this.keep.execute(tx, envelope.aggregate.version, message),
    ),
  ];
}
