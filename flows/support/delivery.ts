import { eventually } from '@navette/testing';
import type { MainLine } from './main-line.js';
import type { StoredMail, System } from './system.js';

/** One file and one customer order wait for the same part; its order is sent, its receipt drafted. */
export interface Waiting {
  readonly fileId: string;
  readonly email: string;
  readonly needs: readonly string[];
  readonly customerOrderId: string;
  readonly receipts: readonly { id: string; version: string }[];
  readonly partId: string;
}

/** Deliveries of the main line: prepared, received, and what they left, counted where it lives. */
export class Deliveries {
  readonly #parts: { id: string; reference: string }[] = [];

  constructor(
    private readonly system: System,
    private readonly line: MainLine,
  ) {}

  /** A part that nobody else's need will take. */
  async part(): Promise<{ id: string; reference: string }> {
    if (this.#parts.length === 0) this.#parts.push(...(await this.line.parts(150)));
    return this.#parts.pop() as { id: string; reference: string };
  }

  async waiting(): Promise<Waiting> {
    const part = await this.part();
    const { fileId, email } = await this.line.openFile();
    const fileLine = await this.line.addPart(fileId, part.reference);
    const file = await this.system.read(`/intervention-files/${fileId}`);
    const order = await this.line.customerOrder(file.consumerPartyId as string, part.reference);
    const needs = [fileLine, order.lineId];
    const [supplierOrder = ''] = await this.line.order(needs);
    const receipt = await this.line.draftReceipt(supplierOrder);
    return { fileId, email, needs, customerOrderId: order.orderId, receipts: [receipt], partId: part.id };
  }

  /** Validates and waits until both origins are ready and the consumer's mail is sent. */
  async receive({ receipts, fileId, customerOrderId }: Waiting): Promise<void> {
    await Promise.all(receipts.map((receipt) => this.line.validate(receipt)));
    for (const { id } of receipts) await this.line.sagaEnds(id);
    await eventually(
      async () => {
        const statuses = await this.system.rows('interventions', PARTS_RECEIVED, [fileId]);
        const [order] = await this.system.rows<{ state: string }>(
          'billing',
          'select state from customer_order where id = $1',
          [customerOrderId],
        );
        const [mail] = await this.system.rows<{ state: string }>('notifications', ARRIVAL_MESSAGES, [fileId]);
        return statuses.length > 0 && order?.state === 'ready' && mail?.state === 'sent' ? true : undefined;
      },
      { timeoutMs: 90_000 },
    );
  }

  /** Every effect; each must be there exactly once (`ONCE`). */
  async effects({ fileId, needs, partId, customerOrderId, email }: Waiting) {
    const count = async (service: string, sql: string, params: unknown[]) =>
      (await this.system.rows<{ n: number }>(service, `select count(*)::int as n from (${sql}) x`, params))[0]?.n;
    const [stock] = await this.system.rows<{ on_hand: string; moved: string }>(
      'stock',
      `select l.on_hand, (select sum(quantity) from stock_movement m where m.part_id = l.part_id) as moved
       from stock_level l where l.part_id = $1`,
      [partId],
    );
    return {
      allocations: await count('stock', `select 1 from allocation where need_id = any ($1) and state = 'confirmed'`, [
        needs,
      ]),
      otherAllocations: await count(
        'stock',
        `select 1 from allocation where need_id = any ($1) and state <> 'confirmed'`,
        [needs],
      ),
      stockMatchesMovements: stock?.on_hand === stock?.moved,
      statuses: await count('interventions', PARTS_RECEIVED, [fileId]),
      orders: await count('billing', `select 1 from customer_order where id = $1 and state = 'ready'`, [
        customerOrderId,
      ]),
      messages: await count('notifications', ARRIVAL_MESSAGES, [fileId]),
      messageIds: new Set(this.arrivalMails(email).map(({ messageId }) => messageId)).size,
    };
  }

  /** The mails of the file; the same person gets another for the customer order. */
  arrivalMails(email: string): StoredMail[] {
    return this.system
      .mailsTo(email)
      .filter(({ headers }) => headers['x-navette-message-kind'] === 'status:parts_received');
  }
}

export const ONCE = {
  allocations: 2,
  otherAllocations: 0,
  stockMatchesMovements: true,
  statuses: 1,
  orders: 1,
  messages: 1,
  messageIds: 1,
};

const PARTS_RECEIVED = `select 1 from file_status s join status_code c on c.code = s.code
  where s.file_id = $1 and c.key = 'parts_received'`;

const ARRIVAL_MESSAGES = `select state from message where about_id = $1 and kind = 'status:parts_received'`;
