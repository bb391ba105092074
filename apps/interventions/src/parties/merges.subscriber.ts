import { ConsumersMergedMessage } from '@navette/contracts';
import { on, type Subscriber } from '@navette/platform/messaging';
import { Injectable } from '@nestjs/common';
import { FollowMerge } from './follow-merge.js';

@Injectable()
export class MergesSubscriber implements Subscriber {
  constructor(private readonly follow: FollowMerge) {}

  readonly subscriptions = [
    on(ConsumersMergedMessage, 'consumers-merged', (tx, { message }) => this.follow.execute(tx, message)),
  ];
}
