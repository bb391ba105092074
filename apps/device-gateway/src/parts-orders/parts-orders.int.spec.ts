import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  PartsOrderCollectedMessage,
  SupplierOrderDepositedMessage,
  SupplierOrderDepositWithdrawnMessage,
} from '@navette/contracts';
import { DeviceGatewayServiceService } from '@navette/contracts/device_gateway/v1/service';
import { SupplierOrderDeposited } from '@navette/contracts/stock/v1/events';
import { newId, systemClock } from '@navette/kernel';
import { eventually, heard } from '@navette/testing';
import { COLLECT, Gateway, lens, lille, PARTS_READ, type Asked } from '../test/harness.js';

let gateway: Gateway;

beforeAll(async () => {
  gateway = await Gateway.start();
});
afterAll(() => gateway.stop());

type Line = SupplierOrderDeposited['lines'][number];
const line = (position: number, overrides: Partial<Line> = {}): Line => ({
  position,
  lineId: newId(systemClock),
  reference: `EB-${String(position)}`,
  designation: 'Pompe de vidange',
  quantity: '2.0000',
  unitPrice: '9.9000',
  expectedOn: '2026-12-01',
  countermarks: ['LEN-DI-2026-000001'],
  ...overrides,
});

let count = 0;
const deposited = (overrides: Partial<SupplierOrderDeposited> = {}): SupplierOrderDeposited => {
  const lines = overrides.lines ?? [line(1)];
  return {
    orderId: newId(systemClock),
    number: `LEN-CF-2026-${String(++count).padStart(6, '0')}`,
    clientId: 'electrobel',
    depositedAt: '2026-11-23T14:00:00Z',
    lineCount: lines.length,
    ...overrides,
    lines,
  };
};
const put = (message: SupplierOrderDeposited, tenant = lens) =>
  gateway.happen(SupplierOrderDepositedMessage, message, tenant);
const takeOut = ({ clientId, number, orderId }: SupplierOrderDeposited, tenant = lens) =>
  gateway.happen(SupplierOrderDepositWithdrawnMessage, { clientId, number, orderId }, tenant);
/** An order that is in the cart. */
const inCart = async (overrides: Partial<SupplierOrderDeposited> = {}) => {
  const message = deposited(overrides);
  await gateway.handled(await put(message));
  return message;
};
const get = (id: string, asked: Asked = {}) => gateway.request('GET', `/v1/parts-orders/${id}`, asked);
const collect = (id: string, reference: string, asked: Asked = {}) =>
  gateway.request('POST', `/v1/parts-orders/${id}/collection`, asked, { reference });
const page = async (query: string, asked: Asked = {}) => {
  const { body } = await gateway.request('GET', `/v1/parts-orders?${query}`, asked);
  return { ids: (body['partsOrders'] as { id: string }[]).map(({ id }) => id), next: String(body['nextCursor']) };
};
const told = (id: string) => heard(gateway.service, PartsOrderCollectedMessage, ({ orderId }) => orderId === id);

describe('GW-3 ST-21 what a station puts into the cart', () => {
  it('is read by the manufacturer with its lines, whole or not at all', async () => {
    const lines = [line(1), line(2, { unitPrice: '', expectedOn: '', countermarks: [], quantity: '0.5000' })];
    const message = deposited({ lines: [lines[0] as Line], lineCount: 2 });
    await gateway.handled(await put(message));
    expect((await get(message.orderId)).status).toBe(404);
    expect((await collect(message.orderId, 'A-1')).status).toBe(404);
    expect((await page('limit=200')).ids).not.toContain(message.orderId);
    await gateway.handled(await put({ ...message, lines: [lines[1] as Line] }));
    expect(await get(message.orderId)).toMatchObject({
      status: 200,
      body: {
        id: message.orderId,
        number: message.number,
        station: 'LEN',
        state: 'waiting',
        depositedAt: '2026-11-23T14:00:00Z',
        collectedAt: '',
        reference: '',
        lineCount: 2,
        lines: [
          {
            id: lines[0]?.lineId,
            reference: 'EB-1',
            designation: 'Pompe de vidange',
            quantity: '2.0000',
            unitPrice: '9.9000',
            expectedOn: '2026-12-01',
            countermarks: ['LEN-DI-2026-000001'],
          },
          { reference: 'EB-2', quantity: '0.5000', unitPrice: '', expectedOn: '', countermarks: [] },
        ],
      },
    });
  });

  it('is one order however often it is told, also once it was collected', async () => {
    const message = await inCart();
    await gateway.handled(await put(message), await put(message));
    expect((await get(message.orderId)).body['lines']).toHaveLength(1);
    await collect(message.orderId, 'A-2');
    await gateway.handled(await put(message));
    expect((await get(message.orderId)).body).toMatchObject({ state: 'collected', reference: 'A-2', lineCount: 1 });
  });

  it('is listed page by page, latest first, of one state where asked', async () => {
    const clientId = 'pager';
    const ids: string[] = [];
    for (let i = 0; i < 5; i++) ids.unshift((await inCart({ clientId })).orderId);
    const asked = { client: clientId };
    const seen: string[] = [];
    for (let cursor = ''; ;) {
      const { ids: some, next } = await page(`limit=2&cursor=${cursor}`, asked);
      seen.push(...some);
      if (next === '') break;
      cursor = next;
    }
    expect(seen).toEqual(ids);
    await collect(ids[4] as string, 'A-3', asked);
    expect((await page('state=collected', asked)).ids).toEqual([ids[4]]);
    expect((await page('state=waiting', asked)).ids).toEqual(ids.slice(0, 4));
  });

  it.each([
    ['limit=0', 'platform.request.invalid'],
    ['state=lost', 'platform.request.invalid'],
    ['cursor=bm9wZQ', 'device-gateway.parts-order.cursor-wrong'],
  ])('refuses %s', async (query, code) => {
    expect(await gateway.request('GET', `/v1/parts-orders?${query}`)).toMatchObject({ status: 400, body: { code } });
  });
});

describe('GW-3 ST-21 an order is collected', () => {
  it('under the manufacturer’s reference, once, and its station is told once', async () => {
    const { orderId } = await inCart();
    const answers = await Promise.all(Array.from({ length: 4 }, () => collect(orderId, ' EB/77 ')));
    for (const answer of answers) {
      expect(answer).toMatchObject({ status: 200, body: { state: 'collected', reference: 'EB/77' } });
      expect(answer.body['collectedAt']).toBe(answers[0]?.body['collectedAt']);
    }
    const again = [await collect(orderId, 'EB/77', { key: 'same' }), await collect(orderId, 'EB/77', { key: 'same' })];
    expect(again.map(({ status }) => status)).toEqual([200, 200]);
    expect(await told(orderId)).toEqual([
      { orderId, clientId: 'electrobel', reference: 'EB/77', collectedAt: answers[0]?.body['collectedAt'] },
    ]);
    const { rows } = await gateway.service.admin.query(
      `select subject from outbox where aggregate_id = $1 and subject like '%parts-order-collected%'`,
      [orderId],
    );
    const station = lens.stationId.replaceAll('-', '');
    expect(rows).toEqual([{ subject: `navette.device-gateway.v1.evt.parts-order-collected.${station}` }]);
    const audited = await gateway.service.admin.query(
      `select 1 from audit where entity_id = $1 and operation = $2 and actor_id = 'electrobel'`,
      [orderId, COLLECT],
    );
    expect(audited.rowCount).toBe(1);
    expect(await collect(orderId, 'EB/78')).toMatchObject({
      status: 409,
      body: { code: 'device-gateway.parts-order.collected', params: { reference: 'EB/77' } },
    });
  });

  it('not where its station has withdrawn it, which it sees', async () => {
    const message = await inCart();
    await gateway.handled(await takeOut(message), await takeOut(message));
    expect((await get(message.orderId)).body).toMatchObject({ state: 'withdrawn' });
    expect(await collect(message.orderId, 'A-4')).toMatchObject({
      status: 422,
      body: { code: 'device-gateway.parts-order.withdrawn', params: { number: message.number } },
    });
    await gateway.handled(await put(message));
    expect((await get(message.orderId)).body).toMatchObject({ state: 'withdrawn' });
    expect(await told(message.orderId)).toEqual([]);
  });

  it('and stays so where the withdrawal comes later', async () => {
    const message = await inCart();
    await collect(message.orderId, 'A-5');
    await gateway.handled(await takeOut(message));
    expect((await get(message.orderId)).body).toMatchObject({ state: 'collected', reference: 'A-5' });
  });

  it('never where its withdrawal was heard of first', async () => {
    const message = deposited();
    await gateway.handled(await takeOut(message));
    expect((await get(message.orderId)).status).toBe(404);
    await gateway.handled(await put(message));
    expect((await get(message.orderId)).body).toMatchObject({ state: 'withdrawn', lineCount: 1 });
    expect((await collect(message.orderId, 'A-6')).status).toBe(422);
  });

  it.each<[string, string, Asked, number, string]>([
    ['no reference', ' ', {}, 400, 'device-gateway.parts-order.invalid'],
    ['a long reference', 'x'.repeat(61), {}, 400, 'platform.request.invalid'],
    ['no key', 'A-7', { key: '' }, 400, 'platform.idempotency-key.missing'],
    ['no right', 'A-7', { client: 'weak-3', rights: [PARTS_READ] }, 403, 'platform.request.forbidden'],
    ['a person', 'A-7', { actor: 'user', audience: 'navette' }, 403, 'device-gateway.client.required'],
  ])('is refused with %s, and nobody is told', async (_title, reference, asked, status, code) => {
    const { orderId } = await inCart(asked.client === undefined ? {} : { clientId: asked.client });
    expect(await collect(orderId, reference, asked)).toMatchObject({ status, body: { code } });
    expect(await told(orderId)).toEqual([]);
  });
});

describe('GW-4 ID-10 an order of another', () => {
  it('client looks like none', async () => {
    const { orderId } = await inCart();
    const asked = { client: 'other-maker' };
    const missing = newId(systemClock);
    const shown = ({ body, status }: Awaited<ReturnType<typeof get>>) => ({ status, body: { ...body, requestId: '' } });
    expect(shown(await get(orderId, asked))).toEqual(shown(await get(missing, asked)));
    expect(shown(await collect(orderId, 'A-8', asked))).toEqual(shown(await collect(missing, 'A-8', asked)));
    expect((await page('limit=200', asked)).ids).toEqual([]);
    expect((await get(orderId)).body).toMatchObject({ state: 'waiting' });
  });

  it('station is neither added to nor withdrawn by this one', async () => {
    const message = await inCart();
    const forged = [await put({ ...message, lines: [line(2)], lineCount: 2 }, lille), await takeOut(message, lille)];
    await gateway.handled(...forged);
    expect((await get(message.orderId)).body).toMatchObject({ state: 'waiting', lineCount: 1, station: 'LEN' });
  });
});

describe('GW-1 the same over gRPC', () => {
  it('lists, reads and collects', async () => {
    const clientId = 'by-grpc';
    const { number, orderId } = await inCart({ clientId });
    const client = gateway.service.client(DeviceGatewayServiceService);
    const actor = { kind: 'client', id: clientId } as const;
    const call = await gateway.service.as(lille, [PARTS_READ, COLLECT], { actor });
    const list = await client.listPartsOrders({ page: undefined, state: '' }, call);
    expect(list).toMatchObject({ partsOrders: [{ id: orderId, number, lines: [] }], nextCursor: '' });
    expect(await client.getPartsOrder({ id: orderId }, call)).toMatchObject({ lines: [{ reference: 'EB-1' }] });
    const request = { id: orderId, reference: 'G-1' };
    await expect(client.collectPartsOrder(request, call)).rejects.toMatchObject({
      code: 'platform.idempotency-key.missing',
    });
    const keyed = { ...call, idempotencyKey: 'g-1' };
    expect(await client.collectPartsOrder(request, keyed)).toMatchObject({ state: 'collected', reference: 'G-1' });
    await eventually(async () => ((await told(orderId)).length === 1 ? true : undefined));
    await expect(client.listPartsOrders({ page: undefined, state: 'lost' }, call)).rejects.toMatchObject({
      code: 'device-gateway.parts-order.state-not-accepted',
    });
  });
});
