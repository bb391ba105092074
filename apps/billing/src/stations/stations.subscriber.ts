import { StationChangedMessage } from '@navette/contracts';
import { on, type Subscriber } from '@navette/platform/messaging';
import { Injectable } from '@nestjs/common';
import { TakeStation } from './take-station.js';

@Injectable()
export class StationsSubscriber implements Subscriber {
  constructor(private readonly take: TakeStation) {}

  readonly subscriptions = [
    on(StationChangedMessage, 'station', (tx, { message, envelope }) =>
      this.take.execute(tx, message, envelope.aggregate.version),
    ),
  ];
}
