import { InterventionFileOpenedMessage } from '@navette/contracts';
import { on, type Subscriber } from '@navette/platform/messaging';
import { Injectable } from '@nestjs/common';
import { TakeRole } from './take-role.js';

/** What becomes of parties in intervention files. */
@Injectable()
export class FilesSubscriber implements Subscriber {
  constructor(private readonly takeRole: TakeRole) {}

  readonly subscriptions = [
    on(InterventionFileOpenedMessage, 'file-opened', async (tx, { message }) => {
      const { consumerPartyId, resellerPartyId } = message;
      const consumer = await this.takeRole.execute(tx, consumerPartyId, 'consumer');
      const reseller = resellerPartyId !== '' && (await this.takeRole.execute(tx, resellerPartyId, 'reseller'));
      if (!consumer && !reseller) tx.changesNothing();
    }),
  ];
}
