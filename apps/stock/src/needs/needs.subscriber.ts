import {
  CustomerOrderLineCancelAskedMessage,
  CustomerOrderPlacedMessage,
  PartsNeededMessage,
  PartsNeedWithdrawnMessage,
} from '@navette/contracts';
import { Quantity, Temporal } from '@navette/kernel';
import { on, type Subscriber } from '@navette/platform/messaging';
import { Injectable } from '@nestjs/common';
import { CancelNeeds } from './cancel-needs.js';
import { RaiseNeeds } from './raise-needs.js';

/** What files and customer orders want, and want no more. */
@Injectable()
export class NeedsSubscriber implements Subscriber {
  constructor(
    private readonly raise: RaiseNeeds,
    private readonly cancel: CancelNeeds,
  ) {}

  readonly subscriptions = [
    on(PartsNeededMessage, 'parts-needed', (tx, { message }) =>
      this.raise.execute(
        tx,
        {
          kind: 'intervention_file',
          id: message.fileId,
          number: message.fileNumber,
          label: message.fileType === 'home' ? 'I-DOM' : 'I-ATE',
          customerPartyId: orNull(message.consumerPartyId),
          wantedOn: dateOrNull(message.wantedOn),
        },
        message.lines.map(lineOf),
      ),
    ),
    on(PartsNeedWithdrawnMessage, 'parts-need-withdrawn', (tx, { message: { fileId, lineIds } }) =>
      this.cancel.execute(
        tx,
        fileId,
        lineIds.map((needId) => ({ needId, quantity: null })),
      ),
    ),
    on(CustomerOrderPlacedMessage, 'customer-order-placed', (tx, { message }) =>
      this.raise.execute(
        tx,
        {
          kind: 'customer_order',
          id: message.orderId,
          number: message.number,
          label: 'BC',
          customerPartyId: orNull(message.customerPartyId),
          wantedOn: dateOrNull(message.wantedOn),
        },
        message.lines.map(lineOf),
      ),
    ),
    on(
      CustomerOrderLineCancelAskedMessage,
      'customer-order-line-cancel',
      (tx, { message: { orderId, lineId, quantity } }) =>
        this.cancel.execute(tx, orderId, [{ needId: lineId, quantity: Quantity.parse(quantity) }]),
    ),
  ];
}

function lineOf(line: { lineId: string; partId: string; quantity: string }) {
  return { needId: line.lineId, partId: line.partId, quantity: Quantity.parse(line.quantity) };
}

function orNull(id: string): string | null {
  return id === '' ? null : id;
}

function dateOrNull(date: string): Temporal.PlainDate | null {
  return date === '' ? null : Temporal.PlainDate.from(date);
}
