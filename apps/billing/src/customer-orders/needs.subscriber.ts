import {
  AllocationWithdrawnMessage,
  NeedCancelledMessage,
  NeedSupplyChangedMessage,
  OrderedQuantityWithdrawnMessage,
  PartAllocatedMessage,
  PartConsumedMessage,
  SupplierOrderPlacedMessage,
} from '@navette/contracts';
import { on, type Subscriber } from '@navette/platform/messaging';
import { Injectable } from '@nestjs/common';
import { MoveOrderLines } from './move-order-lines.js';

interface Origin {
  readonly needId: string;
  readonly originKind: string;
  readonly originId: string;
}

/** The line a need stands for (need id = line id), where its origin is a customer order. */
function lineOf({ needId, originKind, originId }: Origin): { orderId: string; lineId: string }[] {
  return originKind === 'customer_order' ? [{ orderId: originId, lineId: needId }] : [];
}

/** What stock tells of the needs of customer orders. */
@Injectable()
export class NeedsSubscriber implements Subscriber {
  constructor(private readonly move: MoveOrderLines) {}

  readonly subscriptions = [
    on(SupplierOrderPlacedMessage, 'order-line-ordered', (tx, { message }) =>
      this.move.execute(
        tx,
        message.lines
          .flatMap(({ needs }) => needs)
          .flatMap((need) =>
            lineOf(need).map((line) => ({
              ...line,
              kind: 'ordered' as const,
              quantity: need.quantity,
            })),
          ),
      ),
    ),
    on(OrderedQuantityWithdrawnMessage, 'order-line-not-ordered', (tx, { message }) =>
      this.move.execute(
        tx,
        message.needs.flatMap((need) =>
          lineOf(need).map((line) => ({
            ...line,
            kind: 'not-ordered' as const,
            quantity: need.quantity,
          })),
        ),
      ),
    ),
    on(PartAllocatedMessage, 'order-line-allocated', (tx, { message }) =>
      this.move.execute(
        tx,
        lineOf(message).map((line) => ({
          ...line,
          kind: 'allocated' as const,
          allocationId: message.allocationId,
          quantity: message.quantity,
          supply: message.supply,
        })),
      ),
    ),
    on(AllocationWithdrawnMessage, 'order-line-withdrawn', (tx, { message }) =>
      this.move.execute(
        tx,
        lineOf(message).map((line) => ({
          ...line,
          kind: 'withdrawn' as const,
          allocationId: message.allocationId,
          quantity: message.quantity,
          supply: message.supply,
        })),
      ),
    ),
    on(NeedCancelledMessage, 'order-line-cancelled', (tx, { message }) =>
      this.move.execute(
        tx,
        lineOf(message).map((line) => ({
          ...line,
          kind: 'cancelled' as const,
          quantity: message.quantity,
          supply: message.supply,
        })),
      ),
    ),
    on(PartConsumedMessage, 'order-line-delivered', (tx, { message }) =>
      this.move.execute(
        tx,
        lineOf(message).map((line) => ({ ...line, kind: 'delivered' as const, quantity: message.quantity })),
      ),
    ),
    on(NeedSupplyChangedMessage, 'order-line-supply', (tx, { message }) =>
      this.move.execute(
        tx,
        message.needs.flatMap((need) =>
          lineOf(need).map((line) => ({
            ...line,
            kind: 'supply' as const,
            supply: need.supply,
          })),
        ),
      ),
    ),
  ];
}
