import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@navette/testing';
import { Deliveries } from './support/delivery.js';
import { MainLine } from './support/main-line.js';
import { System } from './support/system.js';

/**
 * Saga order-receipt-to-allocation where it does not go straight on, over all services, each a process of its own: who
 * answers and who does not is decided by killing processes.
 */
let system: System;
let line: MainLine;
let deliveries: Deliveries;

beforeAll(async () => {
  system = await System.start({ separate: true });
  line = new MainLine(system);
  deliveries = new Deliveries(system, line);
}, 300_000);
// What a test that failed had killed.
beforeEach(() => system.up(), 60_000);
afterAll(() => system.remove(), 90_000);

interface FileOrigin {
  readonly fileId: string;
  readonly needId: string;
  readonly email: string;
  readonly consumerId: string;
}
interface OrderOrigin {
  readonly orderId: string;
  readonly needId: string;
  readonly email: string;
}

async function file(reference: string): Promise<FileOrigin> {
  const { fileId, email } = await line.openFile();
  const needId = await line.addPart(fileId, reference);
  const body = await system.read(`/intervention-files/${fileId}`);
  return { fileId, needId, email, consumerId: body.consumerPartyId as string };
}

/** A customer order; its customer got to us by a mission of their own. */
async function order(reference: string): Promise<OrderOrigin> {
  const { fileId, email } = await line.openFile();
  const body = await system.read(`/intervention-files/${fileId}`);
  const { orderId, lineId } = await line.customerOrder(body.consumerPartyId as string, reference);
  return { orderId, needId: lineId, email };
}

/** Stock knows of these needs. Told one after the other, they are in the order in which they wait. */
async function known(...needIds: string[]): Promise<void> {
  await eventually(async () => {
    const rows = await system.rows('stock', 'select 1 from need where id = any ($1)', [needIds]);
    return rows.length === needIds.length ? true : undefined;
  });
}

/** A draft receipt of what was ordered for one need alone. */
async function orderedFor(needId: string) {
  const [supplierOrder = ''] = await line.order([needId]);
  return { ...(await line.draftReceipt(supplierOrder)), supplierOrder };
}

async function fileHas(fileId: string, key: string): Promise<void> {
  await eventually(
    async () => ((await latestStatus(fileId)) === key ? true : undefined),
    { timeoutMs: 30_000 }, // prettier-ignore
  );
}

async function latestStatus(fileId: string): Promise<string | undefined> {
  const rows = await system.rows<{ key: string }>(
    'interventions',
    `select c.key from intervention_file f join status_code c on c.code = f.status_code where f.id = $1`,
    [fileId],
  );
  return rows[0]?.key;
}

async function orderIs(orderId: string, state: string): Promise<void> {
  await eventually(
    async () => {
      const body = await system.read(`/customer-orders/${orderId}`);
      return body.state === state ? true : undefined;
    },
    { timeoutMs: 30_000 },
  );
}

/** Mails that say that something has arrived, by the kind of message. */
function arrivals(email: string): string[] {
  return system
    .mailsTo(email)
    .map(({ headers }) => headers['x-navette-message-kind'] ?? '')
    .filter((kind) => kind === 'status:parts_received' || kind.startsWith('customer_order_ready'));
}

async function mailed(email: string, kind: string): Promise<void> {
  await eventually(() => (arrivals(email).includes(kind) ? true : undefined), { timeoutMs: 30_000 });
}

async function needsOf(...needIds: string[]) {
  const rows = await system.rows<{ id: string; allocated: string; cancelled: string; waiting: string }>(
    'stock',
    'select id, trim_scale(allocated)::text as allocated, trim_scale(cancelled)::text as cancelled, trim_scale(waiting)::text as waiting from need where id = any ($1)',
    [needIds],
  );
  return needIds.map((wanted) => {
    const { id: _id, ...need } = rows.find(({ id }) => id === wanted) as (typeof rows)[number];
    return need;
  });
}

const HAS_PART = { allocated: '1', cancelled: '0', waiting: '0' };
const GAVE_UP = { allocated: '0', cancelled: '1', waiting: '0' };
const WAITS = { allocated: '0', cancelled: '0', waiting: '1' };

async function stockOf(partId: string) {
  const rows = await system.rows<{ on_hand: string; moved: string; value: string }>(
    'stock',
    `select trim_scale(l.on_hand)::text as on_hand, (select trim_scale(sum(quantity))::text from stock_movement m where m.part_id = l.part_id) as moved,
       (select sum(value)::text from stock_movement m where m.part_id = l.part_id) as value
     from stock_level l where l.part_id = $1`,
    [partId],
  );
  return rows[0];
}

async function sagaOf(receiptId: string) {
  const [row] = await system.rows<{ id: string }>('stock', `select id from saga where correlation_key = $1`, [
    receiptId,
  ]);
  const body = await system.read(`/operations/stock/sagas/${row?.id}`);
  return body as {
    id: string;
    status: string;
    problem: string;
    items: { key: string; participant: string; state: string; requestId: string; asked: number }[];
    history: { what: string }[];
  };
}

/** The saga's item of a step, once it is as wanted. */
async function sagaItem(
  receiptId: string,
  step: string,
  wanted: (item: { state: string; asked: number }) => boolean = () => true,
) {
  return eventually(
    async () => {
      const { items } = await sagaOf(receiptId);
      return items.find((item) => item.participant === step && wanted(item));
    },
    { timeoutMs: 45_000, everyMs: 100 },
  );
}

/** Does what ends in the death of a service right after its commit: nobody has been told yet. */
async function untold(app: string, point: string, act: () => Promise<unknown>): Promise<void> {
  await system.kill9(app);
  await system.up({ NAVETTE_CRASH_AT: `${point}:1` });
  // Just back, it may not be reached at once.
  await eventually(async () => {
    await act();
    return system.running(app) ? undefined : true;
  });
  expect(await system.ended(app)).toBe('SIGKILL');
}

describe('ST-24 an origin that was cancelled frees its part to the next need', () => {
  it('gives it to who waits longest when a file is cancelled between order and receipt', async () => {
    const part = await deliveries.part();
    const cancelled = await file(part.reference);
    await known(cancelled.needId);
    const next = await order(part.reference);
    await known(next.needId);
    const last = await file(part.reference);
    await known(last.needId);
    const receipt = await orderedFor(cancelled.needId);
    const { status } = await system.api('POST', `/intervention-files/${cancelled.fileId}/cancel`, { reason: 'repris' });
    expect(status).toBe(200);
    await eventually(async () => ((await needsOf(cancelled.needId))[0]?.cancelled === '1' ? true : undefined));
    await line.validate(receipt);
    await line.sagaEnds(receipt.id);
    await orderIs(next.orderId, 'ready');
    await mailed(next.email, 'customer_order_ready');
    expect(await needsOf(cancelled.needId, next.needId, last.needId)).toEqual([GAVE_UP, HAS_PART, WAITS]);
    expect([arrivals(cancelled.email), arrivals(last.email)]).toEqual([[], []]);
  });

  it('declines for a file that is cancelled while the saga asks, and the next need gets the part', async () => {
    const part = await deliveries.part();
    const cancelled = await file(part.reference);
    await known(cancelled.needId);
    const next = await order(part.reference);
    await known(next.needId);
    const receipt = await orderedFor(cancelled.needId);
    await untold('interventions', 'interventions/interventions:file.cancel/after-commit', () =>
      system.api('POST', `/intervention-files/${cancelled.fileId}/cancel`, { reason: 'repris' }),
    );
    await line.validate(receipt);
    await sagaItem(receipt.id, 'confirm_file', ({ state }) => state === 'open');
    await system.up();
    await line.sagaEnds(receipt.id);
    expect(await sagaItem(receipt.id, 'confirm_file')).toMatchObject({ state: 'interventions.file-line.cancelled' });
    await orderIs(next.orderId, 'ready');
    await mailed(next.email, 'customer_order_ready');
    expect(await needsOf(cancelled.needId, next.needId)).toEqual([GAVE_UP, HAS_PART]);
    expect(arrivals(cancelled.email)).toEqual([]);
    expect(await stockOf(part.id)).toMatchObject({ on_hand: '1', moved: '1' });
  });

  it('declines for a customer order that is cancelled while the saga asks, and the next need gets the part', async () => {
    const part = await deliveries.part();
    const cancelled = await order(part.reference);
    await known(cancelled.needId);
    const next = await file(part.reference);
    await known(next.needId);
    const receipt = await orderedFor(cancelled.needId);
    await untold('billing', 'billing/billing:customer-order.cancel/after-commit', () =>
      system.api('POST', `/customer-orders/${cancelled.orderId}/lines/${cancelled.needId}/cancel`, {}),
    );
    await line.validate(receipt);
    await sagaItem(receipt.id, 'confirm_order', ({ state }) => state === 'open');
    await system.up();
    await line.sagaEnds(receipt.id);
    // Back again, billing may hear first that stock has let the part go already: no either way.
    expect(['billing.customer-order-line.cancelled', 'billing.customer-order-line.allocation-withdrawn']).toContain(
      (await sagaItem(receipt.id, 'confirm_order')).state,
    );
    await orderIs(cancelled.orderId, 'cancelled');
    await fileHas(next.fileId, 'parts_received');
    await mailed(next.email, 'status:parts_received');
    expect(await needsOf(cancelled.needId, next.needId)).toEqual([GAVE_UP, HAS_PART]);
    expect(arrivals(cancelled.email)).toEqual([]);
    expect(await stockOf(part.id)).toMatchObject({ on_hand: '1', moved: '1' });
  });
});

describe('ST-24 an origin that does not answer', () => {
  /** As ./navette keeps it for its own commands; a person who is told to try again shortly does. */
  function navette(...args: string[]) {
    const run = {
      api: `${system.url('api')}/api/v1`,
      signIn: {
        login: system.env['NAVETTE_SEED_USER_LOGIN'],
        password: system.env['NAVETTE_SEED_USER_PASSWORD'],
      },
    };
    writeFileSync(join(system.dir, 'run.json'), JSON.stringify(run), { mode: 0o600 });
    const env = { ...process.env, NODE_OPTIONS: '', NAVETTE_STATE_DIR: system.dir };
    return eventually(() => promisify(execFile)(process.execPath, ['tools/sagas/main.mjs', ...args], { env }));
  }

  it('is asked again, asked to let go, and its part is free only when that is confirmed; an operator may ask again', async () => {
    await line.receiptClock({ firstAsk: 1, withdrawAfter: 3, operatorAfter: 5 });
    const part = await deliveries.part();
    const silent = await file(part.reference);
    await known(silent.needId);
    const next = await order(part.reference);
    await known(next.needId);
    const receipt = await orderedFor(silent.needId);
    await system.kill9('interventions');
    await line.validate(receipt);
    const [first, again] = [
      await sagaItem(receipt.id, 'confirm_file'),
      await sagaItem(receipt.id, 'confirm_file', ({ asked }) => asked > 1),
    ];
    expect(again.requestId).toBe(first.requestId);
    await sagaItem(receipt.id, 'withdraw_file', ({ state }) => state === 'open');
    await eventually(async () => ((await sagaOf(receipt.id)).status === 'needs_operator' ? true : undefined), {
      timeoutMs: 30_000,
    });
    // Nobody has confirmed: the part still is the silent one's.
    expect(await needsOf(silent.needId, next.needId)).toEqual([HAS_PART, WAITS]);

    const saga = await sagaOf(receipt.id);
    expect(saga.problem).toBe('platform.saga.unanswered');
    const { stdout: listed } = await navette('list', '--status', 'needs_operator', '--service', 'stock');
    expect(listed).toContain(saga.id);
    const { asked } = await sagaItem(receipt.id, 'withdraw_file');
    await navette('retry', saga.id);
    expect(await sagaItem(receipt.id, 'withdraw_file')).toMatchObject({ asked: asked + 1, state: 'open' });
    await system.up();
    await line.sagaEnds(receipt.id);
    await orderIs(next.orderId, 'ready');
    await mailed(next.email, 'customer_order_ready');
    expect(await needsOf(silent.needId, next.needId)).toEqual([WAITS, HAS_PART]);
    await fileHas(silent.fileId, 'part_to_order');
    const body = await system.read(`/intervention-files/${silent.fileId}`);
    expect(body.lines[0].quantityAllocated).toBe('0.0000');
    // The question that had waited for it was given up: nothing was received, and its customer hears of nothing.
    expect(body.statuses.map(({ key }: { key: string }) => key)).not.toContain('parts_received');
    expect(arrivals(silent.email)).toEqual([]);
    expect(await stockOf(part.id)).toMatchObject({ on_hand: '1', moved: '1' });
  });

  it('is settled by an operator, and lets go of the part when it is back', async () => {
    await line.receiptClock({ firstAsk: 1, withdrawAfter: 2, operatorAfter: 3 });
    const part = await deliveries.part();
    const silent = await order(part.reference);
    await known(silent.needId);
    const next = await file(part.reference);
    await known(next.needId);
    const receipt = await orderedFor(silent.needId);
    await system.kill9('billing');
    await line.validate(receipt);
    const saga = await eventually(
      async () => {
        const now = await sagaOf(receipt.id);
        return now.status === 'needs_operator' ? now : undefined;
      },
      { timeoutMs: 30_000 },
    );
    const note = 'the customer was asked by phone';
    const resolved = await system.api('POST', `/operations/stock/sagas/${saga.id}/resolve`, { outcome: 'done', note });
    expect(resolved.status).toBe(200);
    await fileHas(next.fileId, 'parts_received');
    await mailed(next.email, 'status:parts_received');
    await line.sagaEnds(receipt.id);
    expect((await sagaOf(receipt.id)).history.map(({ what }) => what).join('\n')).toContain(note);
    await system.up();
    await eventually(async () => {
      const rows = await system.rows<{ state: string }>('billing', 'select state from order_allocation where line_id = $1', [silent.needId]); // prettier-ignore
      return rows.length === 1 && rows[0]?.state === 'withdrawn' ? true : undefined;
    });
    await orderIs(silent.orderId, 'waiting');
    expect(await needsOf(silent.needId, next.needId)).toEqual([WAITS, HAS_PART]);
  });
});

describe('ST-24 a voided receipt is taken back from everybody', () => {
  it('reverses stock, statuses and order, mails nobody, and the next receipt serves them again', async () => {
    await line.receiptClock({ firstAsk: 30, withdrawAfter: 1_800, operatorAfter: 86_400 });
    const prepared = await deliveries.waiting();
    const receipt = prepared.receipts[0] as { id: string };
    await deliveries.receive(prepared);
    await mailed(prepared.email, 'customer_order_ready');
    const before = arrivals(prepared.email);
    expect([...before].sort()).toEqual(['customer_order_ready', 'status:parts_received']);
    const answer = await system.api('POST', `/goods-receipts/${receipt.id}/void`, { reason: 'mauvais colis' });
    expect({ status: answer.status, state: answer.body.state }).toEqual({ status: 200, state: 'voided' });
    await line.sagaEnds(receipt.id, 'compensated');
    expect(await stockOf(prepared.partId)).toEqual({ on_hand: '0', moved: '0', value: '0.00' });
    await fileHas(prepared.fileId, 'part_to_order');
    await orderIs(prepared.customerOrderId, 'waiting');
    const open = await system.rows('stock', `select 1 from allocation where need_id = any ($1) and is_open`, [prepared.needs]); // prettier-ignore
    expect(open).toEqual([]);
    const body = await system.read(`/intervention-files/${prepared.fileId}`);
    expect(body.lines[0].quantityAllocated).toBe('0.0000');
    // Whatever is still on its way to a mail would be in the queue by now: one that comes later is counted at the end.
    expect(arrivals(prepared.email)).toEqual(before);

    const [awaited] = await system.rows<{ order_id: string }>(
      'stock',
      `select l.order_id from supplier_order_line l join goods_receipt_line r on r.supplier_order_line_id = l.id where r.receipt_id = $1 limit 1`,
      [receipt.id],
    );
    const second = await line.draftReceipt(awaited?.order_id as string);
    await deliveries.receive({ ...prepared, receipts: [second] });
    expect(await stockOf(prepared.partId)).toMatchObject({ on_hand: '2', moved: '2' });
    await eventually(() => (arrivals(prepared.email).length === 4 ? true : undefined), { timeoutMs: 30_000 });
    expect(arrivals(prepared.email).sort()).toEqual([...before, ...before].sort());
  });

  it('is refused while something of it is used, naming the lines, and changes nothing', async () => {
    const prepared = await deliveries.waiting();
    const receipt = prepared.receipts[0] as { id: string };
    await deliveries.receive(prepared);
    expect((await system.api('POST', `/intervention-files/${prepared.fileId}/finish`, {})).status).toBe(200);
    expect((await system.api('POST', `/intervention-files/${prepared.fileId}/bill`)).status).toBe(200);
    await eventually(
      async () => {
        const body = await system.read(`/intervention-files/${prepared.fileId}`);
        return body.state === 'billed' ? true : undefined;
      },
      { timeoutMs: 30_000 },
    );
    const stock = await stockOf(prepared.partId);
    const answer = await system.api('POST', `/goods-receipts/${receipt.id}/void`, { reason: 'mauvais colis' });
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({
      code: 'stock.goods-receipt.parts-gone',
      errors: [{ pointer: '/lines/0', code: 'stock.goods-receipt.part-gone' }],
    });
    expect(await stockOf(prepared.partId)).toEqual(stock);
    expect((await system.read(`/goods-receipts/${receipt.id}`)).state).toBe('validated');
    await orderIs(prepared.customerOrderId, 'ready');
  });
});
