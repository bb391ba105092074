import {
  CustomerOrderStatusChangedMessage,
  InterventionFileStatusAddedMessage,
  PartyCreatedMessage,
  PartyErasedMessage,
} from '@navette/contracts';
import { on, together, type Subscriber } from '@navette/platform/messaging';
import { Injectable } from '@nestjs/common';
import { EraseMessages } from './erase-messages.js';
import { QueueMessage } from './queue-message.js';

/** NO-10: the kinds that leave by themselves. */
@Injectable()
export class MessagesSubscriber implements Subscriber {
  constructor(
    private readonly queue: QueueMessage,
    private readonly erase: EraseMessages,
  ) {}

  readonly subscriptions = [
    // Each makes a message of its own, and a timer for it; an order's row is that of its aggregate.
    ...[
      on(InterventionFileStatusAddedMessage, 'file-status-mail', (tx, { message, envelope }) =>
        this.queue.execute(tx, {
          eventId: envelope.id,
          // The station's own codes have no key.
          kind: `status:${message.key || String(message.code)}`,
          partyId: message.consumerPartyId,
          about: { kind: 'intervention_file', id: message.fileId },
          tags: {
            file: { number: message.fileNumber },
            product: { category: message.productCategory, brand: message.productBrand },
          },
        }),
      ),
      on(CustomerOrderStatusChangedMessage, 'customer-order-mail', (tx, { message, envelope }) =>
        this.queue.ofOrder(
          tx,
          envelope.aggregate.version,
          message.state === 'ready' || message.state === 'ready_partial',
          {
            eventId: envelope.id,
            kind: `customer_order_${message.state}`,
            partyId: message.customerPartyId,
            about: { kind: 'customer_order', id: message.orderId },
            tags: { order: { number: message.number } },
          },
        ),
      ),
      on(PartyCreatedMessage, 'party-welcome-mail', async (tx, { message, envelope }) => {
        const { party } = message;
        if (party?.kinds.includes('consumer') !== true) return;
        await this.queue.execute(tx, {
          eventId: envelope.id,
          kind: 'party_welcome',
          partyId: party.id,
          about: { kind: 'party', id: party.id },
          tags: {},
        });
      }),
    ].map(together),
    on(PartyErasedMessage, 'party-erased', (tx, { message }) => this.erase.execute(tx, message.partyId)),
  ];
}
