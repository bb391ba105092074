import { ConsumersMergedMessage } from '@navette/contracts';
import { followMerge, type PartyReference } from '@navette/platform/database';
import { on, type Subscriber } from '@navette/platform/messaging';
import { Injectable } from '@nestjs/common';

const REFERENCES: readonly PartyReference[] = [
  { table: 'need', column: 'customer_party_id', entity: 'need', versioned: true },
];

/** PA-8: a merge moves for whom parts are wanted. */
@Injectable()
export class MergesSubscriber implements Subscriber {
  readonly subscriptions = [
    on(ConsumersMergedMessage, 'consumers-merged', (tx, { message }) => followMerge(tx, message, REFERENCES)),
  ];
}
