import { ConsumersMergedMessage } from '@navette/contracts';
import { followMerge, type PartyReference } from '@navette/platform/database';
import { on, type Subscriber } from '@navette/platform/messaging';
import { Injectable } from '@nestjs/common';

const REFERENCES: readonly PartyReference[] = [
  { table: 'intervention_file', column: 'consumer_party_id', entity: 'intervention-file', versioned: true },
  { table: 'intervention_file', column: 'ordering_party_id', entity: 'intervention-file', versioned: true },
  { table: 'intervention_file', column: 'reseller_party_id', entity: 'intervention-file', versioned: true },
  { table: 'mission_order', column: 'ordering_party_id', entity: 'mission-order', versioned: true },
];

/** PA-8: a merge moves files and mission orders. */
@Injectable()
export class MergesSubscriber implements Subscriber {
  readonly subscriptions = [
    on(ConsumersMergedMessage, 'consumers-merged', (tx, { message }) => followMerge(tx, message, REFERENCES)),
  ];
}
