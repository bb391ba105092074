import { ConsumersMergedMessage } from '@navette/contracts';
import { followMerge, type PartyReference } from '@navette/platform/database';
import { on, type Subscriber } from '@navette/platform/messaging';
import { Injectable } from '@nestjs/common';

const REFERENCES: readonly PartyReference[] = [
  { table: 'customer_order', column: 'customer_party_id', entity: 'customer-order', versioned: true },
  {
    table: 'draft_invoice',
    column: 'customer_party_id',
    entity: 'draft-invoice',
    versioned: true,
    where: `state = 'draft'`,
  },
  { table: 'document', column: 'customer_party_id', entity: 'document' },
];

/** PA-8: a merge moves orders, drafts and documents; what these print stays. */
@Injectable()
export class MergesSubscriber implements Subscriber {
  readonly subscriptions = [
    on(ConsumersMergedMessage, 'consumers-merged', (tx, { message }) => followMerge(tx, message, REFERENCES)),
  ];
}
