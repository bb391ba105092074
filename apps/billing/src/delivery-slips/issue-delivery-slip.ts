import { CustomerOrderChangedMessage } from '@navette/contracts';
import { BillableFile, type CustomerOrder, type Document } from '@navette/contracts/billing/v1/service';
import { isUuid } from '@navette/kernel';
import { Database, type Scope, type Tx } from '@navette/platform/database';
import { SagaRunner } from '@navette/platform/saga';
import { ORDER_TYPES } from '@navette/reference';
import { Injectable } from '@nestjs/common';
import { orderErrors, type LineQuantities } from '../customer-orders/customer-order.js';
import { CustomerOrderRepository } from '../customer-orders/customer-order.repository.js';
import { OrderStates } from '../customer-orders/order-states.js';
import { IssueDeliveryNote } from '../documents/issue-delivery-note.js';
import { slipErrors, slipOf, type LineOfOrder, type SlipLine } from './delivery-slip.js';
import { DeliverySlipRepository } from './delivery-slip.repository.js';
import { deliverySlip } from './delivery-slip.saga.js';
import { ReadyPartsReader, type ReadyParts } from './ready-parts.reader.js';

const ATTEMPTS = 3;

/**
 * ST-17: the delivery note of what lies ready of an order, numbered and issued, and the saga that takes its parts out of
 * stock, in one transaction. Stock is asked before; an order that moved meanwhile is asked about again.
 */
@Injectable()
export class IssueDeliverySlip {
  constructor(
    private readonly db: Database,
    private readonly ready: ReadyPartsReader,
    private readonly orders: CustomerOrderRepository,
    private readonly states: OrderStates,
    private readonly slips: DeliverySlipRepository,
    private readonly notes: IssueDeliveryNote,
    private readonly sagas: SagaRunner,
  ) {}

  /**
   * @throws DomainError `billing.customer-order.not-found`, `….changed-meanwhile`, `billing.delivery-slip.in-progress`, as
   *   `slipOf`, `billing.document.*` where a note can't be issued, `platform.service.unavailable` when stock does not answer
   */
  async execute(scope: Scope, orderId: string): Promise<Document> {
    for (let attempt = 1; ; attempt++) {
      const order = isUuid(orderId)
        ? await this.db.tenantRead(scope, (tx) => this.orders.byId(tx, orderId))
        : undefined;
      if (order === undefined) throw orderErrors.error('customer-order.not-found');
      const ready = await this.ready.read(scope, order);
      try {
        return await this.db.command(scope, (tx) => this.#issued(tx, order, ready));
      } catch (error) {
        const isStale = orderErrors.is(error) && error.code === 'billing.customer-order.changed-meanwhile';
        if (!isStale || attempt === ATTEMPTS) throw error;
      }
    }
  }

  async #issued(tx: Tx, order: CustomerOrder, { prepared, ventilation }: ReadyParts): Promise<Document> {
    const { customerPartyId: partyId, header, id: orderId, number } = order;
    const [locked] = await this.orders.lock(tx, [orderId]);
    if (locked === undefined) throw orderErrors.error('customer-order.not-found');
    if (await this.slips.isInProgress(tx, orderId)) throw slipErrors.error('delivery-slip.in-progress');
    const [expected, actual] = [Number(order.version), locked.version];
    if (actual !== expected) throw orderErrors.error('customer-order.changed-meanwhile', { expected, actual });
    const standing = new Map((await this.orders.lines(tx, [orderId])).map((line) => [line.id, line]));
    const lines = order.lines.map((line): LineOfOrder => ({
      ...line,
      standing: standing.get(line.id) as LineQuantities,
    }));
    const { parts, others } = slipOf(order.type, lines, prepared);
    const lineOf = ({ lineId }: SlipLine) => lines.find(({ id }) => id === lineId) as LineOfOrder;

    const version = (await this.states.execute(tx, [locked])).get(orderId) as number;
    tx.publish(CustomerOrderChangedMessage, { type: 'customer-order', id: orderId, version }, { orderId });
    const billed = [...parts, ...others].map((line) => {
      const { designation, partId, reference, unitPrice, vatCategory } = lineOf(line);
      const quantity = line.quantity.toString();
      const ventilationCode = ventilation.get(partId) ?? '';
      return { lineId: line.lineId, reference, designation, quantity, unitPrice, vatCategory, ventilationCode };
    });
    const content = { fileId: orderId, fileNumber: number, payers: [{ partyId, header, lines: billed }] };
    const origin = { kind: 'customer_order', id: orderId, number } as const;
    const note = await this.notes.execute(tx, BillableFile.fromPartial(content), origin);
    await this.slips.insert(tx, note.id, orderId);
    const told = ({ lineId, quantity }: SlipLine) => ({ lineId, quantity: quantity.toString() });
    await this.sagas.start(tx, deliverySlip, {
      correlationKey: note.id,
      data: {
        orderId,
        documentId: note.id,
        sent: ORDER_TYPES.some(({ code, shuttleNote }) => code === order.type && shuttleNote),
        parts: parts.map((line) => ({ ...told(line), partId: lineOf(line).partId })),
        others: others.map(told),
      },
    });
    return { ...note, inProgress: parts.length > 0 };
  }
}
