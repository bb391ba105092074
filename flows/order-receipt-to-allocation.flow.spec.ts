import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@navette/testing';
import { BusWitness } from './support/bus.js';
import { killedAtEach } from './support/crash.js';
import { Deliveries, ONCE, type Waiting } from './support/delivery.js';
import { digestOfAll } from './support/digest.js';
import { MainLine } from './support/main-line.js';
import { System, type Seen } from './support/system.js';

let system: System;
let line: MainLine;
let deliveries: Deliveries;

/** JetStream's own window of duplicates: past it nothing but the inbox stands in the way of a second effect. */
const WINDOW_SECONDS = 1;

beforeAll(async () => {
  system = await System.start({ env: { NAVETTE_STREAM_DUPLICATE_SECONDS: String(WINDOW_SECONDS) } });
  line = new MainLine(system);
  deliveries = new Deliveries(system, line);
}, 120_000);
afterAll(() => system.remove(), 60_000);

describe('ST-24 order-receipt-to-allocation', () => {
  it('takes a delivery to the file, the customer order and the customer', async () => {
    const prepared = await deliveries.waiting();
    await deliveries.receive(prepared);
    expect(await deliveries.effects(prepared)).toEqual(ONCE);
    expect(deliveries.arrivalMails(prepared.email)).toHaveLength(1);
  });

  it('allocates once when two receipts of one order are validated at the same time', async () => {
    const prepared = await deliveries.waiting();
    const { body: receipt } = await system.api('GET', `/goods-receipts/${prepared.receipts[0]?.id}`);
    const orderLineId = receipt.lines[0].supplierOrderLineId as string;
    const [{ order_id: orderId } = { order_id: '' }] = await system.rows<{ order_id: string }>('stock', 'select order_id from supplier_order_line where id = $1', [orderLineId]); // prettier-ignore
    const second = await line.draftReceipt(orderId);
    const answers = await Promise.all(
      [prepared.receipts[0] as Seen, second].map((seen) =>
        system.api('POST', `/goods-receipts/${seen.id}/validate`, {}, { seen }),
      ),
    );
    // Both ask for the whole backlog: one gets it, the other is told that it would be more than was ordered.
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 422]);
    expect(answers.find(({ status }) => status === 422)?.body.code).toBe('stock.goods-receipt.over-receipt');
    const winner = answers.find(({ status }) => status === 200)?.body as Seen;
    await deliveries.receive({ ...prepared, receipts: [winner] });
    expect(await deliveries.effects(prepared)).toEqual(ONCE);
  });

  it('answers a validation that comes twice as the first time', async () => {
    const prepared = await deliveries.waiting();
    const receipt = prepared.receipts[0] as Seen;
    const key = randomUUID();
    const [first, second] = await Promise.all([0, 1].map(() => system.api('POST', `/goods-receipts/${receipt.id}/validate`, {}, { key, seen: receipt }))); // prettier-ignore
    expect(second?.body.id).toBe(first?.body.id);
    await deliveries.receive(prepared);
    expect(await deliveries.effects(prepared)).toEqual(ONCE);
  });
});

describe('ST-24 whatever message comes again', () => {
  it('changes nothing: in order, shuffled, and past the window of duplicates', async () => {
    const prepared = await deliveries.waiting();
    await deliveries.receive(prepared);
    const bus = await BusWitness.open(system);
    try {
      await bus.quiet();
      const before = await digestOfAll(system);
      const messages = await bus.messages();
      expect(messages.length).toBeGreaterThan(50);
      const shuffled = [...messages].sort((a, b) => Buffer.compare(hash(a.data), hash(b.data)));
      for (const again of [messages, shuffled]) {
        await windowPassed();
        // The very same Nats-Msg-Id, and each is stored and handled anew.
        expect(await bus.publishAgain(again)).toBe(messages.length);
        await bus.quiet();
        expect(await digestOfAll(system)).toEqual(before);
      }
      await windowPassed();
      // Within the window JetStream drops them itself.
      expect(await bus.publishAgain(messages.slice(-1))).toBe(1);
      expect(await bus.publishAgain(messages.slice(-1))).toBe(0);
      await bus.quiet();
      expect(await digestOfAll(system)).toEqual(before);
    } finally {
      await bus.close();
    }
  });
});

describe('ST-24 whatever crashes', () => {
  it('has every effect once after SIGKILL at every point that the platform passes', async () => {
    const scenario = {
      prepare: () => deliveries.waiting(),
      act: (prepared: Waiting) => deliveries.receive(prepared),
    };
    const { points, neverHit } = await killedAtEach(system, scenario, async (prepared, point) => {
      expect({ point, ...(await deliveries.effects(prepared)) }).toEqual({ point, ...ONCE });
    });
    expect(points).toEqual(
      expect.arrayContaining([
        'stock/stock:receipt.validate/before-commit',
        'stock/stock:receipt.validate/after-commit',
        'stock/outbox/after-publish-before-mark',
        'interventions/outbox/after-publish-before-mark',
        'interventions/confirm-file-allocations/before-ack',
        'interventions/confirm-file-allocations/after-ack',
        'stock/saga/order-receipt-to-allocation/allocating/answered-confirm_file',
        'stock/saga/order-receipt-to-allocation/allocated/effect-settle',
      ]),
    );
    expect(neverHit).toEqual([]);
  }, 900_000);
});

/** Resolves when what was published last may come again. */
async function windowPassed(): Promise<void> {
  const over = performance.now() + WINDOW_SECONDS * 1_500;
  await eventually(() => (performance.now() > over ? true : undefined));
}

function hash(data: Uint8Array): Buffer {
  // A shuffle that is the same at each run: by a byte that has nothing to do with the order.
  return Buffer.from(data).reverse();
}
