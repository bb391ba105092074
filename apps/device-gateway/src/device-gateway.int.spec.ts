import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DeviceGatewayServiceService, SendMissionOrderRequest } from '@navette/contracts/device_gateway/v1/service';
import { newId, systemClock } from '@navette/kernel';
import { schemaProblems, type Actor } from '@navette/platform/database';
import { eventually, startTestService } from '@navette/testing';
import { deviceGatewayService } from './device-gateway.service.js';
import { Gateway, lens, lille, order, READ, SEND } from './test/harness.js';

/** Without a station. */
const TABLES = ['mission_order', 'network_station', 'ordering_party', 'parts_order', 'parts_order_line'];

let gateway: Gateway;

beforeAll(async () => {
  gateway = await Gateway.start();
});
afterAll(() => gateway.stop());

describe('GW-4 a manufacturer sees its own orders only', () => {
  it('from any station, and nobody else’s', async () => {
    const { id } = (await gateway.post(order())).body;
    expect((await gateway.get(id, { tenant: lens })).status).toBe(200);
    const foreign = await gateway.get(id, { client: 'other-maker' });
    const missing = await gateway.get(newId(systemClock), { client: 'other-maker' });
    expect({ ...foreign.body, requestId: '' }).toEqual({ ...missing.body, requestId: '' });
    expect(foreign).toMatchObject({ status: 404, body: { code: 'device-gateway.mission-order.not-found' } });
    expect((await gateway.get('not-an-id')).status).toBe(404);
  });

  it('by row-level security, even where a query forgets its condition', async () => {
    await gateway.post(order(), { client: 'other-maker' });
    const scope = { ...lille, actor: { kind: 'client', id: 'electrobel' }, operation: 'test:test.run', requestId: '', correlationId: '', causationId: '' } as const; // prettier-ignore
    const clientsSeen = (client?: string) =>
      gateway.service.db.tenantRead(scope, async (tx) => {
        if (client !== undefined) await tx.rows(`select set_config('app.client_id', $1, true)`, [client]);
        return (await tx.rows<{ client_id: string }>('select distinct client_id from mission_order')).map(
          (row) => row.client_id,
        );
      });
    expect(await clientsSeen('electrobel')).toEqual(['electrobel']);
    expect(await clientsSeen('other-maker')).toEqual(['other-maker']);
    // On connections that had a client before.
    for (let i = 0; i < 10; i++) expect(await clientsSeen()).toEqual([]);
    const stationsSeen = await gateway.service.db.tenantRead(scope, (tx) =>
      tx.rows('select code from network_station order by code'),
    );
    expect(stationsSeen).toEqual([{ code: 'LEN' }, { code: 'LIL' }]);
    const forged = gateway.service.db.tenantTx(scope, async (tx) => {
      await tx.rows(`select set_config('app.client_id', 'electrobel', true)`);
      tx.audit('mission-order', 'x');
      await tx.run(`insert into mission_order select 'other-maker', $1, for_station_id, 'x', state, reason, received_at, updated_at
        from mission_order limit 1`, [newId(systemClock)]);
    }); // prettier-ignore
    await expect(forged).rejects.toEqual(expect.objectContaining({ code: '42501' }));
  });

  it('and its tables are the only ones without a station', async () => {
    expect(await schemaProblems(gateway.service.admin, TABLES)).toEqual([]);
    const { rows } = await gateway.service.admin.query(
      `select relname, relrowsecurity and relforcerowsecurity as forced, (select count(*)::int from pg_policy where polrelid = c.oid) as policies
       from pg_class c where relname = any ($1) order by relname`,
      [TABLES],
    );
    expect(rows).toEqual(TABLES.map((relname) => ({ relname, forced: true, policies: 1 })));
  });
});

describe('GW-1 the same over gRPC', () => {
  it('sends and asks, under the same rights', async () => {
    const client = gateway.service.client(DeviceGatewayServiceService);
    const call = await gateway.service.as(lille, [SEND, READ], {
      actor: { kind: 'client', id: 'electrobel' },
      idempotencyKey: 'g-1',
    });
    const request = SendMissionOrderRequest.fromPartial(order());
    const [first, again] = [await client.sendMissionOrder(request, call), await client.sendMissionOrder(request, call)];
    expect(again).toEqual(first);
    expect(await client.getMissionOrderStatus(first, call)).toMatchObject({
      number: request.number,
      state: 'processing',
    });
    const unreadable = client.sendMissionOrder(SendMissionOrderRequest.fromPartial(order({ symptom: 'a\0b' })), {
      ...call,
      idempotencyKey: 'g-2',
    });
    await expect(unreadable).rejects.toEqual(
      expect.objectContaining({
        code: 'device-gateway.mission-order.invalid',
        fields: [expect.objectContaining({ pointer: '/symptom' })],
      }),
    );
    const { idempotencyKey: _none, ...keyless } = call;
    await expect(client.sendMissionOrder(request, keyless)).rejects.toEqual(
      expect.objectContaining({ code: 'platform.idempotency-key.missing' }),
    );
    const weak = await gateway.service.as(lille, [READ], { actor: { kind: 'client', id: 'weaker' } });
    await expect(client.sendMissionOrder(request, weak)).rejects.toEqual(
      expect.objectContaining({ code: 'platform.request.forbidden' }),
    );
    const person = await gateway.service.as(lille, [SEND, READ]);
    await expect(client.getMissionOrderStatus(first, person)).rejects.toEqual(
      expect.objectContaining({ code: 'device-gateway.client.required' }),
    );
  });
});

describe('GW-1 tokens by OAuth 2 client credentials', () => {
  const ask = async (form: Record<string, string>, headers: Record<string, string> = {}) => {
    const body = new URLSearchParams({ grant_type: 'client_credentials', ...form });
    const response = await fetch(`${gateway.service.httpUrl}/v1/oauth/token`, { method: 'POST', headers, body });
    const text = (await response.json()) as Record<string, unknown>;
    return { status: response.status, headers: response.headers, body: text };
  };

  it('are given for the gateway, and open it', async () => {
    const basic = `Basic ${Buffer.from('electrobel:s3cret').toString('base64')}`;
    for (const answer of [
      await ask({ client_id: 'electrobel', client_secret: 's3cret' }),
      await ask({}, { authorization: basic }),
    ]) {
      expect(answer).toMatchObject({ status: 200, body: { token_type: 'Bearer', expires_in: 300 } });
      expect(answer.headers.get('cache-control')).toBe('no-store');
      await gateway.headers();
      const opened = await fetch(`${gateway.service.httpUrl}/v1/mission-orders/${newId(systemClock)}`, {
        headers: { authorization: `Bearer ${String(answer.body['access_token'])}` },
      });
      expect(opened.status).toBe(404);
    }
  });

  it('are good for the scopes asked for alone', async () => {
    const credentials = { client_id: 'electrobel', client_secret: 's3cret' };
    const { body } = await ask({ ...credentials, scope: READ });
    await gateway.headers();
    const headers = {
      authorization: `Bearer ${String(body['access_token'])}`,
      'content-type': 'application/json',
      'idempotency-key': 'scoped',
    };
    const url = `${gateway.service.httpUrl}/v1/mission-orders`;
    expect((await fetch(url, { headers })).status).toBe(200);
    const sent = await fetch(url, { method: 'POST', headers, body: JSON.stringify(order()) });
    expect([sent.status, await sent.json()]).toMatchObject([
      403,
      { code: 'platform.request.forbidden', params: { right: SEND } },
    ]);
    expect(await ask({ ...credentials, scope: 'stock:level.read' })).toMatchObject({
      status: 400,
      body: { error: 'invalid_scope' },
    });
  });

  it('are refused as RFC 6749 wants', async () => {
    const wrong = await ask({ client_id: 'electrobel', client_secret: 'guess' });
    expect(wrong).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
    expect(wrong.headers.get('www-authenticate')).toContain('Basic');
    expect(await ask({ grant_type: 'password' })).toMatchObject({
      status: 400,
      body: { error: 'unsupported_grant_type' },
    });
    const json = await fetch(`${gateway.service.httpUrl}/v1/oauth/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ grant_type: 'client_credentials' }),
    });
    expect([json.status, await json.json()]).toMatchObject([400, { error: 'invalid_request' }]);
  });
});

describe('GW-1 each client has a rate of its own', () => {
  it('over REST and gRPC together; beyond it the client is told when to come again, and others go on', async () => {
    const slow = await startTestService(deviceGatewayService, { env: { NAVETTE_RATE_LIMIT_PER_SECOND: '1' } });
    const [eager, calm] = ['eager', 'calm'].map((id) => ({ kind: 'client', id }) as const) as [Actor, Actor];
    const rest = async (actor: Actor) => {
      await slow.as(lille, [READ], { actor });
      const token = await slow.tokens.sign(lille, actor, { audience: 'device-gateway' });
      return fetch(`${slow.httpUrl}/v1/mission-orders`, { headers: { authorization: `Bearer ${token}` } });
    };
    const client = slow.client(DeviceGatewayServiceService);
    const call = await slow.as(lille, [READ], { actor: eager });
    // Ten in ten seconds are taken; counting starts with the first of a window, so two windows are enough for a refusal.
    const answers = await Promise.allSettled(
      Array.from({ length: 21 }, () => client.listMissionOrders({ page: undefined, state: '' }, call)),
    );
    const refused = answers.filter(({ status }) => status === 'rejected') as PromiseRejectedResult[];
    expect(refused.length).toBeGreaterThan(0);
    for (const { reason } of refused) {
      expect(reason).toEqual(expect.objectContaining({ code: 'platform.request.rate-limited' }));
    }
    const limited = await eventually(async () => {
      const answer = await rest(eager);
      return answer.status === 429 ? answer : undefined;
    });
    expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await rest(calm)).status).toBe(200);
    await slow.stop();
  });
});

describe('GW-1 the contract', () => {
  it('is published, with every route as it is', async () => {
    const response = await fetch(`${gateway.service.httpUrl}/v1/openapi.json`);
    const document = (await response.json()) as {
      openapi: string;
      paths: Record<string, Record<string, { operationId: string }>>;
      components: { securitySchemes: object };
    };
    expect(document.openapi).toBe('3.1.0');
    const operations = Object.values(document.paths).flatMap((path) =>
      Object.values(path).map(({ operationId }) => operationId),
    );
    expect(operations.sort()).toEqual([
      'changeMissionOrder',
      'collectPartsOrder',
      'getMissionOrderStatus',
      'getPartsOrder',
      'issueToken',
      'listMissionOrders',
      'listPartsOrders',
      'sendMissionOrder',
      'withdrawMissionOrder',
    ]);
    expect(document.components.securitySchemes).toMatchObject({
      oauth2: { flows: { clientCredentials: { tokenUrl: '/v1/oauth/token', scopes: { [SEND]: expect.any(String) } } } },
    });
    expect(document.paths['/v1/oauth/token']?.['post']).toMatchObject({
      requestBody: { content: { 'application/x-www-form-urlencoded': expect.anything() } },
    });
  });
});
