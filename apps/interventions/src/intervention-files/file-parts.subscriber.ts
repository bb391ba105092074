import {
  AllocationWithdrawnMessage,
  ConfirmFileAllocationsMessage,
  NeedRaisedMessage,
  OrderedQuantityWithdrawnMessage,
  PartAllocatedMessage,
  PartExhaustedMessage,
  SupplierOrderPlacedMessage,
  WithdrawFileAllocationsMessage,
} from '@navette/contracts';
import type { ConfirmFileAllocations, WithdrawFileAllocations } from '@navette/contracts/interventions/v1/commands';
import type { AllocationWithdrawn, PartAllocated } from '@navette/contracts/stock/v1/events';
import type { Tx } from '@navette/platform/database';
import { on, type Received, type Subscriber } from '@navette/platform/messaging';
import { done, isGivenUp, refused, reply } from '@navette/platform/saga';
import { Injectable } from '@nestjs/common';
import { AllocateParts } from './allocate-parts.js';
import { FILE_ORIGIN, NOT_ANSWERED, NOT_USED } from './file-part.js';
import { NoteExhaustedPart } from './note-exhausted-part.js';
import { NoteNeed } from './note-need.js';
import { NoteSupplierOrder } from './note-supplier-order.js';
import { NoteWithdrawnQuantity } from './note-withdrawn-quantity.js';
import { WithdrawParts } from './withdraw-parts.js';

/** What stock tells of parts: as participant of saga order-receipt-to-allocation, and by its events. */
@Injectable()
export class FilePartsSubscriber implements Subscriber {
  constructor(
    private readonly allocate: AllocateParts,
    private readonly withdraw: WithdrawParts,
    private readonly need: NoteNeed,
    private readonly supplierOrder: NoteSupplierOrder,
    private readonly withdrawnQuantity: NoteWithdrawnQuantity,
    private readonly exhausted: NoteExhaustedPart,
  ) {}

  readonly subscriptions = [
    on(ConfirmFileAllocationsMessage, 'confirm-file-allocations', (tx, received) => this.#confirm(tx, received)),
    on(WithdrawFileAllocationsMessage, 'withdraw-file-allocations', (tx, received) => this.#withdraw(tx, received)),
    on(PartAllocatedMessage, 'part-allocated', (tx, received) => this.#allocated(tx, received)),
    on(AllocationWithdrawnMessage, 'allocation-withdrawn', (tx, received) => this.#withdrawn(tx, received)),
    on(NeedRaisedMessage, 'need-raised', (tx, { message, envelope }) =>
      this.need.execute(tx, message, envelope.occurredAt),
    ),
    on(SupplierOrderPlacedMessage, 'supplier-order-placed', (tx, { message, envelope }) =>
      this.supplierOrder.execute(tx, message, envelope.occurredAt),
    ),
    on(OrderedQuantityWithdrawnMessage, 'ordered-quantity-withdrawn', (tx, received) =>
      this.withdrawnQuantity.execute(tx, received),
    ),
    on(PartExhaustedMessage, 'part-exhausted', (tx, { message, envelope }) =>
      this.exhausted.execute(tx, message, envelope.occurredAt),
    ),
  ];

  async #confirm(tx: Tx, received: Received<ConfirmFileAllocations>): Promise<void> {
    const { request, items } = received.message;
    const outcomes = await this.allocate.execute(tx, items.map(allocationOf), {
      at: received.envelope.occurredAt,
      awaited: true,
      givenUp: isGivenUp(tx, request),
    });
    const answers = items.map(({ itemKey }) => {
      const outcome = outcomes.get(itemKey) ?? 'done';
      return outcome === 'done' ? done(itemKey) : refused(itemKey, outcome);
    });
    reply(tx, received, answers);
  }

  async #withdraw(tx: Tx, received: Received<WithdrawFileAllocations>): Promise<void> {
    const { items } = received.message;
    const withdrawals = items.map((item) => ({ ...allocationOf(item), quantity: 'all' }));
    await this.withdraw.execute(tx, withdrawals, { at: received.envelope.occurredAt, wanted: true });
    reply(
      tx,
      received,
      items.map(({ itemKey }) => done(itemKey)),
    );
  }

  async #allocated(tx: Tx, { message, envelope }: Received<PartAllocated>): Promise<void> {
    const { allocationId, needId: lineId, originKind, originId: fileId, quantity } = message;
    if (originKind !== FILE_ORIGIN) return;
    const at = envelope.occurredAt;
    await this.allocate.execute(tx, [{ allocationId, fileId, lineId, quantity }], { at, awaited: false });
  }

  async #withdrawn(tx: Tx, { message, envelope }: Received<AllocationWithdrawn>): Promise<void> {
    const { allocationId, needId: lineId, originKind, originId: fileId, quantity, reason } = message;
    if (originKind !== FILE_ORIGIN) return;
    const options = { at: envelope.occurredAt, wanted: reason !== NOT_USED, unanswered: reason === NOT_ANSWERED };
    await this.withdraw.execute(tx, [{ allocationId, fileId, lineId, quantity }], options);
  }
}

function allocationOf<T extends { itemKey: string }>({
  itemKey,
  ...item
}: T): Omit<T, 'itemKey'> & { allocationId: string } {
  return { ...item, allocationId: itemKey };
}
