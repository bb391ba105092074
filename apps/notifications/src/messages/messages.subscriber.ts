import {
  CustomerOrderStatusChangedMessage,
  InterventionFileStatusAddedMessage,
  PartyCreatedMessage,
  PartyErasedMessage,
  PasswordLinkRequestedMessage,
  SupplierOrderSentMessage,
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
          to: { kind: 'party', id: message.consumerPartyId },
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
            to: { kind: 'party', id: message.customerPartyId },
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
          to: { kind: 'party', id: party.id },
          about: { kind: 'party', id: party.id },
          tags: {},
        });
      }),
      // ST-21: only where whoever sent the order asked for it.
      on(SupplierOrderSentMessage, 'supplier-order-mail', async (tx, { message, envelope }) => {
        const { channel, number, orderId, supplierPartyId } = message;
        if (channel !== 'mail') return;
        await this.queue.execute(tx, {
          eventId: envelope.id,
          kind: 'supplier_order',
          to: { kind: 'party', id: supplierPartyId },
          about: { kind: 'supplier_order', id: orderId },
          tags: { order: { number } },
        });
      }),
      // ID-5: the event says neither address nor secret, and nor does what is kept of it.
      on(PasswordLinkRequestedMessage, 'password-link-mail', (tx, { message, envelope }) =>
        this.queue.execute(tx, {
          eventId: envelope.id,
          kind: 'password_link',
          to: { kind: 'user', id: message.userId },
          about: { kind: 'user', id: message.userId },
          tags: { link: { id: message.linkId } },
        }),
      ),
    ].map(together),
    on(PartyErasedMessage, 'party-erased', (tx, { message }) => this.erase.execute(tx, message.partyId)),
  ];
}
