import { ConsumersMergedMessage } from '@navette/contracts';
import { followMerge } from '@navette/platform/database';
import { on, type Subscriber } from '@navette/platform/messaging';
import { Injectable } from '@nestjs/common';

/** PA-8: a merge moves balances; the books name whom they named. */
@Injectable()
export class MergesSubscriber implements Subscriber {
  readonly subscriptions = [
    on(ConsumersMergedMessage, 'consumers-merged', (tx, { message }) => followMerge(tx, message, [])),
  ];
}
