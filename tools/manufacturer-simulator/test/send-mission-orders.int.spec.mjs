import { createServer } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import { CredentialsRefused, GatewayUnreachable, sendMissionOrders } from '../index.mjs';

/** A gateway that answers as told; what `misbehave` answers for goes before. */
async function startGateway({ misbehave = () => undefined, secret = 's3cret', expiresIn = 300 } = {}) {
  const seen = { orders: new Map(), keys: [], tokens: 0, atOnce: 0, most: 0 };
  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString();
    const reply = (status, json, headers = {}) => response.writeHead(status, headers).end(JSON.stringify(json));
    if (request.url === '/v1/oauth/token') {
      seen.tokens++;
      const form = new URLSearchParams(body);
      if (form.get('client_secret') !== secret) return reply(401, { error: 'invalid_client' });
      return reply(200, { access_token: `token-${seen.tokens}`, token_type: 'Bearer', expires_in: expiresIn });
    }
    seen.most = Math.max(seen.most, ++seen.atOnce);
    await new Promise((resolve) => setTimeout(resolve, 5));
    seen.atOnce--;
    const key = request.headers['idempotency-key'];
    seen.keys.push(key);
    const order = JSON.parse(body);
    const wrong = misbehave({ order, request, seen, times: seen.keys.filter((one) => one === key).length });
    if (wrong === 'hang up') return request.socket.destroy();
    // Done, and the answer lost on its way.
    if (wrong === 'lose the answer') seen.orders.set(key, order);
    if (wrong === 'lose the answer') return request.socket.destroy();
    if (wrong !== undefined) return reply(wrong.status, wrong.body ?? {}, wrong.headers);
    seen.orders.set(key, order);
    return reply(202, { id: `id of ${order.number}` });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = () => new Promise((resolve) => server.close(resolve) && server.closeAllConnections());
  running.push(stop);
  return { url: `http://127.0.0.1:${server.address().port}/v1`, seen };
}

const running = [];
afterEach(async () => {
  for (const stop of running.splice(0)) await stop();
});

const orders = (count) =>
  Array.from({ length: count }, (_, i) => ({
    station: 'LIL',
    number: `EB-é-${i}`,
    consumer: { name: 'Lefèvre' },
    appliance: { category: 'Lave-linge' },
  }));
const send = (gateway, options = {}) =>
  sendMissionOrders({
    gatewayUrl: gateway.url,
    clientId: 'electrobel',
    clientSecret: 's3cret',
    orders: orders(20),
    ...options,
  });

describe('GW-5 the manufacturer’s system', () => {
  it('sends every order once, several at a time, and reads them as it goes', async () => {
    const gateway = await startGateway();
    let read = 0;
    async function* slowly() {
      for (const order of orders(40)) {
        read++;
        yield order;
      }
    }
    const told = [];
    const { accepted, refused } = await send(gateway, {
      orders: slowly(),
      concurrency: 4,
      onProgress: (progress) => told.push({ ahead: read - progress.accepted, accepted: progress.accepted }),
    });
    expect(accepted.size).toBe(40);
    expect(accepted.get('EB-é-7')).toBe('id of EB-é-7');
    expect(refused).toEqual([]);
    expect(gateway.seen.most).toBe(4);
    expect(gateway.seen.tokens).toBe(1);
    expect(told.map((progress) => progress.accepted)).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
    expect(Math.max(...told.map(({ ahead }) => ahead))).toBeLessThanOrEqual(4);
  });

  it.each([
    ['a broken connection', () => 'hang up'],
    ['a lost answer', () => 'lose the answer'],
    ['a 503', () => ({ status: 503 })],
    ['a 429 that says when', () => ({ status: 429, headers: { 'retry-after': '0' } })],
  ])('meets %s with the same key, so that the order is one', async (_title, wrong) => {
    const gateway = await startGateway({ misbehave: ({ times }) => (times === 1 ? wrong() : undefined) });
    const { accepted } = await send(gateway);
    expect(accepted.size).toBe(20);
    expect(gateway.seen.orders.size).toBe(20);
    expect(gateway.seen.keys).toHaveLength(40);
    expect(new Set(gateway.seen.keys).size).toBe(20);
  });

  it('gets another token when one is refused, and before one ends', async () => {
    const gateway = await startGateway({
      misbehave: ({ request }) => (request.headers.authorization === 'Bearer token-1' ? { status: 401 } : undefined),
    });
    expect((await send(gateway, { concurrency: 1 })).accepted.size).toBe(20);
    expect(gateway.seen.tokens).toBe(2);
    const brief = await startGateway({ expiresIn: 30 });
    await send(brief, { concurrency: 1, orders: orders(3) });
    expect(brief.seen.tokens).toBeGreaterThan(1);
  });

  it('tells what was refused, and goes on', async () => {
    const problem = {
      code: 'device-gateway.mission-order.invalid',
      errors: [{ pointer: '/appliance/category', code: 'device-gateway.mission-order.required', title: 'x' }],
    };
    const known = { code: 'device-gateway.mission-order.number-known', params: { id: 'the first one' } };
    const gateway = await startGateway({
      misbehave: ({ order }) => {
        if (order.number === 'EB-é-3') return { status: 400, body: problem };
        return order.number === 'EB-é-4' ? { status: 409, body: known } : undefined;
      },
    });
    const { accepted, refused } = await send(gateway);
    expect(accepted.size).toBe(19);
    expect(accepted.get('EB-é-4')).toBe('the first one');
    expect(refused).toEqual([
      {
        number: 'EB-é-3',
        status: 400,
        code: problem.code,
        fields: [{ pointer: '/appliance/category', code: 'device-gateway.mission-order.required' }],
      },
    ]);
  });

  it('stops when it is not known, or when nobody answers in time', async () => {
    const gateway = await startGateway();
    await expect(send(gateway, { clientSecret: 'guess' })).rejects.toThrow(CredentialsRefused);
    expect(gateway.seen.keys).toEqual([]);
    const away = await startGateway({ misbehave: () => ({ status: 503 }) });
    await expect(send(away, { patienceSeconds: 0.5 })).rejects.toThrow(GatewayUnreachable);
    expect(new Set(away.seen.keys).size).toBeLessThanOrEqual(8);
  });
});
