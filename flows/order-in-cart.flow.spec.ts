import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { demoClientId, demoStations } from '@navette/identity';
import { eventually } from '@navette/testing';
import { killedAtEach } from './support/crash.js';
import { MainLine } from './support/main-line.js';
import { addOperator } from './support/network-operator.js';
import { answerOf, patiently, System, type Answer } from './support/system.js';

/**
 * An order for a manufacturer, from the clerk who puts it into the cart to the program that collects it, through the two public
 * APIs: stock → outbox → gateway → REST → outbox → stock (ST-21, GW-3).
 */
let system: System;
let line: MainLine;
/** The manufacturer among the station's parties. */
let maker: string;
let fileId: string;

beforeAll(async () => {
  system = await System.start();
  line = new MainLine(system);
  ({ fileId } = await line.openFile());
  maker = await connected();
}, 300_000);
afterAll(() => system.remove(), 60_000);

/** The network's operator says whose program the demo's client is; the manufacturer's party here, once it has a cart. */
async function connected(): Promise<string> {
  const login = await addOperator(system);
  const { body } = await patiently(() => system.askToSignIn('LIL', login));
  const listed = { alphaCode: 'ELB', name: 'Electrobel', machineClientId: demoClientId };
  const answer = await system.api('POST', '/manufacturers', listed, { token: body.accessToken as string });
  expect(answer).toMatchObject({ status: 201, body: { machineClientId: demoClientId } });
  const party = await eventually(async () => {
    const sql = `select party_id as id from supplier_cart where station_id = $1 and client_id <> ''`;
    return (await system.rows<{ id: string }>('stock', sql, [demoStations.LIL]))[0];
  });
  return party.id;
}

/** What the manufacturer's program asks; not refused while services are being replaced. */
async function program(method: string, path: string, body?: object): Promise<Answer> {
  const key = randomUUID();
  return eventually(
    async () => {
      const token = await line.manufacturerToken().catch(() => undefined);
      if (token === undefined) return undefined;
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': key };
      const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
      const url = `${system.url('device-gateway')}/v1/parts-orders${path}`;
      const answer = await fetch(url, init).then(answerOf, () => undefined);
      return answer !== undefined && answer.status < 500 ? answer : undefined;
    },
    { timeoutMs: 60_000, everyMs: 100 },
  );
}

interface Ordered {
  readonly id: string;
  readonly number: string;
  readonly reference: string;
}

/** A draft order of the manufacturer, of a part that a file lacks. */
async function draft(): Promise<Ordered> {
  const reference = randomUUID();
  const part = {
    reference,
    designation: 'Pompe',
    ventilationCode: 'PIECE',
    supplierPartyId: maker,
    purchasePrice: '9.9',
  };
  await system.done('POST', '/parts', part);
  const needId = await line.addPart(fileId, reference, '2');
  const selections = [{ needId }];
  const { orders } = await eventually(async () => {
    const { body, status } = await system.api('POST', '/supplier-orders', { selections });
    return status === 201 ? body : undefined;
  });
  const [order] = orders as { id: string; number: string; hasCart: boolean; supplierPartyId: string }[];
  expect(order).toMatchObject({ hasCart: true, supplierPartyId: maker });
  return { id: order?.id as string, number: order?.number as string, reference };
}

const send = ({ id }: Ordered) => system.done('POST', `/supplier-orders/${id}/send`, { channel: 'cart' });
/** The order as the manufacturer's program sees it, once it is in the cart. */
const seen = ({ id }: Ordered) =>
  eventually(
    async () => {
      const { body } = await program('GET', '?state=waiting&limit=200');
      const isThere = (body.partsOrders as { id: string }[]).some((one) => one.id === id);
      return isThere ? (await program('GET', `/${id}`)).body : undefined;
    },
    { timeoutMs: 60_000, everyMs: 100 },
  );

/** Sent by a clerk, collected by a program, and told to the clerk. */
async function collected(order: Ordered): Promise<void> {
  await send(order);
  await seen(order);
  const answer = await program('POST', `/${order.id}/collection`, { reference: `EB ${order.number}` });
  expect(answer).toMatchObject({ status: 200, body: { state: 'collected' } });
  await eventually(
    async () => {
      const { body, status } = await system.api('GET', `/supplier-orders/${order.id}`).catch(() => ({ status: 0, body: {} }) as Answer); // prettier-ignore
      return status === 200 && body.deposit?.state === 'collected' ? true : undefined;
    },
    { timeoutMs: 60_000, everyMs: 100 },
  );
}

describe('ST-21 an order put into its manufacturer’s cart', () => {
  it('is listed and collected by the manufacturer’s program, and says so', async () => {
    const order = await draft();
    expect(await send(order)).toMatchObject({ state: 'sent', deposit: { state: 'waiting', reference: '' } });
    const { number: file } = (await system.api('GET', `/intervention-files/${fileId}`)).body;
    expect(await seen(order)).toMatchObject({
      id: order.id,
      number: order.number,
      station: 'LIL',
      lines: [{ reference: order.reference, quantity: '2.0000', unitPrice: '9.9000', countermarks: [file] }],
    });
    const answer = await program('POST', `/${order.id}/collection`, { reference: 'EB-2026-77' });
    expect(answer).toMatchObject({ status: 200, body: { state: 'collected', reference: 'EB-2026-77' } });
    await eventually(async () => {
      const { body } = await system.api('GET', `/supplier-orders/${order.id}`);
      return body.deposit?.reference === 'EB-2026-77' && body.deposit.state === 'collected' ? true : undefined;
    });
  });

  it('is gone from it once the order is cancelled', async () => {
    const order = await draft();
    await send(order);
    await seen(order);
    await system.done('POST', `/supplier-orders/${order.id}/cancel`);
    await eventually(async () =>
      (await program('GET', `/${order.id}`)).body.state === 'withdrawn' ? true : undefined,
    );
    expect(await program('POST', `/${order.id}/collection`, { reference: 'EB-9' })).toMatchObject({
      status: 422,
      body: { code: 'device-gateway.parts-order.withdrawn' },
    });
  });

  it('GW-2 makes the program’s mission orders those of the manufacturer', async () => {
    const told = 'select 1 from ordering_party where stands and last_version > 0 and client_id = $1';
    const stations = Object.keys(demoStations).length;
    await eventually(async () => ((await system.rows('device-gateway', told, [demoClientId])).length === stations ? true : undefined)); // prettier-ignore
  });

  it('arrives once, and is told once, wherever services are killed', async () => {
    const { points, neverHit } = await killedAtEach(
      system,
      { prepare: draft, act: collected },
      async (order, point) => {
        const [gateway] = await system.rows(
          'device-gateway',
          `select state, reference, missing, (select count(*)::int from parts_order_line l where l.order_id = o.id) as lines
         from parts_order o where id = $1`,
          [order.id],
        );
        const [stock] = await system.rows(
          'stock',
          `select o.state, d.state as deposit, d.reference,
           (select count(*)::int from audit a where a.entity_id = o.id::text
              and a.operation in ('stock:supplier-order.send', 'stock:parts-order-collected')) as audited,
           (select count(*)::int from outbox b where b.aggregate_id = o.id::text
              and b.subject like '%supplier-order-collected%') as told
         from supplier_order o join supplier_order_deposit d on d.order_id = o.id where o.id = $1`,
          [order.id],
        );
        const reference = `EB ${order.number}`;
        expect({ point, gateway, stock }).toEqual({
          point,
          gateway: { state: 'collected', reference, missing: 0, lines: 1 },
          stock: { state: 'sent', deposit: 'collected', reference, audited: 2, told: 1 },
        });
      },
    );
    expect(neverHit).toEqual([]);
    expect(points).toEqual(
      expect.arrayContaining([
        'device-gateway/supplier-order-deposited/before-ack',
        'stock/parts-order-collected/before-ack',
      ]),
    );
  }, 900_000);
});
