import { ConsumersMergedMessage } from '@navette/contracts';
import { followMerge, type PartyReference } from '@navette/platform/database';
import { on, type Subscriber } from '@navette/platform/messaging';
import { Injectable } from '@nestjs/common';

const REFERENCES: readonly PartyReference[] = [
  { table: 'message', column: 'party_id', entity: 'message', versioned: true },
];

/** PA-8: a merge moves what was and will be written. */
@Injectable()
export class MergesSubscriber implements Subscriber {
  readonly subscriptions = [
    on(ConsumersMergedMessage, 'consumers-merged', (tx, { message }) => followMerge(tx, message, REFERENCES)),
  ];
}
