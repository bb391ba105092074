import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@navette/testing';
import { BusWitness } from './support/bus.js';
import { killedAt, pointsPassed } from './support/crash.js';
import { digestOfAll } from './support/digest.js';
import { MainLine } from './support/main-line.js';
import { System } from './support/system.js';

let system: System;
let line: MainLine;
let references: { id: string; reference: string }[];

beforeAll(async () => {
  system = await System.start();
  line = new MainLine(system);
  references = await line.parts(100);
}, 120_000);
afterAll(() => system.remove(), 60_000);

const PARTS_RECEIVED = `select 1 from file_status s join status_code c on c.code = s.code
  where s.file_id = $1 and c.key = 'parts_received'`;

/** One file and one customer order wait for the same part; its order is sent, its receipt drafted. */
interface Waiting {
  readonly fileId: string;
  readonly email: string;
  readonly needs: readonly string[];
  readonly customerOrderId: string;
  readonly receipts: readonly { id: string; version: string }[];
  readonly partId: string;
}

async function waiting(): Promise<Waiting> {
  const part = references.pop() as (typeof references)[number];
  const { fileId, email } = await line.openFile();
  const fileLine = await line.addPart(fileId, part.reference);
  const { body: file } = await system.api('GET', `/intervention-files/${fileId}`);
  const order = await line.customerOrder(file.consumerPartyId as string, part.reference);
  const needs = [fileLine, order.lineId];
  const [supplierOrder = ''] = await line.order(needs);
  const receipt = await line.draftReceipt(supplierOrder);
  return { fileId, email, needs, customerOrderId: order.orderId, receipts: [receipt], partId: part.id };
}

/** Validates and waits until both origins are ready and the consumer's mail is sent. */
async function receive({ receipts, fileId, customerOrderId }: Waiting): Promise<void> {
  await Promise.all(receipts.map((receipt) => line.validate(receipt)));
  for (const { id } of receipts) await line.sagaEnds(id);
  await eventually(
    async () => {
      const statuses = await system.rows('interventions', PARTS_RECEIVED, [fileId]); // prettier-ignore
      const [order] = await system.rows<{ state: string }>('billing', 'select state from customer_order where id = $1', [customerOrderId]); // prettier-ignore
      const [mail] = await system.rows<{ state: string }>('notifications', `select state from message where about_id = $1 and kind = 'status:parts_received'`, [fileId]); // prettier-ignore
      return statuses.length > 0 && order?.state === 'ready' && mail?.state === 'sent' ? true : undefined;
    },
    { timeoutMs: 90_000 },
  );
}

/** The mails of the file; the same person gets another for the customer order. */
function arrivalMails(email: string) {
  return system.mailsTo(email).filter(({ headers }) => headers['x-navette-message-kind'] === 'status:parts_received');
}

/** Every effect, counted where it lives; each must be there exactly once. */
async function effects({ fileId, needs, partId, customerOrderId, email }: Waiting) {
  const count = async (service: string, sql: string, params: unknown[]) =>
    (await system.rows<{ n: number }>(service, `select count(*)::int as n from (${sql}) x`, params))[0]?.n;
  const [stock] = await system.rows<{ on_hand: string; moved: string }>(
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
    orders: await count('billing', `select 1 from customer_order where id = $1 and state = 'ready'`, [customerOrderId]),
    messages: await count(
      'notifications',
      `select 1 from message where about_id = $1 and kind = 'status:parts_received'`,
      [fileId],
    ),
    messageIds: new Set(arrivalMails(email).map(({ messageId }) => messageId)).size,
  };
}

const ONCE = {
  allocations: 2,
  otherAllocations: 0,
  stockMatchesMovements: true,
  statuses: 1,
  orders: 1,
  messages: 1,
  messageIds: 1,
};

describe('ST-24 order-receipt-to-allocation', () => {
  it('takes a delivery to the file, the customer order and the customer', async () => {
    const prepared = await waiting();
    await receive(prepared);
    expect(await effects(prepared)).toEqual(ONCE);
    expect(arrivalMails(prepared.email)).toHaveLength(1);
  });

  it('allocates once when two receipts of one order are validated at the same time', async () => {
    const prepared = await waiting();
    const { body: receipt } = await system.api('GET', `/goods-receipts/${prepared.receipts[0]?.id}`);
    const orderLineId = receipt.lines[0].supplierOrderLineId as string;
    const [{ order_id: orderId } = { order_id: '' }] = await system.rows<{ order_id: string }>('stock', 'select order_id from supplier_order_line where id = $1', [orderLineId]); // prettier-ignore
    const second = await line.draftReceipt(orderId);
    const answers = await Promise.all(
      [prepared.receipts[0] as { id: string; version: string }, second].map(({ id, version }) =>
        system.api('POST', `/goods-receipts/${id}/validate`, { version }),
      ),
    );
    // Both ask for the whole backlog: one gets it, the other is told that it would be more than was ordered.
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 422]);
    expect(answers.find(({ status }) => status === 422)?.body.code).toBe('stock.goods-receipt.over-receipt');
    const winner = answers.find(({ status }) => status === 200)?.body as { id: string; version: string };
    await receive({ ...prepared, receipts: [winner] });
    expect(await effects(prepared)).toEqual(ONCE);
  });

  it('answers a validation that comes twice as the first time', async () => {
    const prepared = await waiting();
    const receipt = prepared.receipts[0] as { id: string; version: string };
    const key = randomUUID();
    const [first, second] = await Promise.all([0, 1].map(() => system.api('POST', `/goods-receipts/${receipt.id}/validate`, { version: receipt.version }, { key }))); // prettier-ignore
    expect(second?.body.id).toBe(first?.body.id);
    await receive(prepared);
    expect(await effects(prepared)).toEqual(ONCE);
  });
});

describe('ST-24 whatever message comes again', () => {
  it('changes nothing: in order, shuffled, and past the window of duplicates', async () => {
    const prepared = await waiting();
    await receive(prepared);
    const bus = await BusWitness.open(system);
    try {
      await bus.quiet();
      const before = await digestOfAll(system);
      const messages = await bus.messages();
      expect(messages.length).toBeGreaterThan(50);
      await bus.publishAgain(messages);
      await bus.quiet();
      expect(await digestOfAll(system)).toEqual(before);
      const shuffled = [...messages].sort((a, b) => Buffer.compare(hash(a.data), hash(b.data)));
      await bus.publishAgain(shuffled);
      await bus.quiet();
      expect(await digestOfAll(system)).toEqual(before);
    } finally {
      await bus.close();
    }
  });
});

describe('ST-24 whatever crashes', () => {
  it('has every effect once after SIGKILL at every point that the platform passes', async () => {
    const scenario = { prepare: waiting, act: receive };
    const points = await pointsPassed(system, scenario);
    expect(points).toEqual(
      expect.arrayContaining([
        'stock/stock:receipt.validate/before-commit',
        'stock/stock:receipt.validate/after-commit',
        'stock/outbox/after-publish-before-mark',
        'interventions/outbox/after-publish-before-mark',
      ]),
    );
    // Told while it runs: it is the longest spec of all.
    process.stderr.write(`    ${points.length} points\n`);
    const neverHit: string[] = [];
    for (const point of points) {
      const { hit, prepared } = await killedAt(system, point, scenario);
      if (!hit) neverHit.push(point);
      expect({ point, ...(await effects(prepared)) }).toEqual({ point, ...ONCE });
    }
    expect(neverHit).toEqual([]);
  }, 900_000);
});

function hash(data: Uint8Array): Buffer {
  // A shuffle that is the same at each run: by a byte that has nothing to do with the order.
  return Buffer.from(data).reverse();
}
