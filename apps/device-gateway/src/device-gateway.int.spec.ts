import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  MissionOrderAcceptedMessage,
  MissionOrderConvertedMessage,
  MissionOrderReceivedMessage,
  MissionOrderRefusedMessage,
  ReceiveMissionOrderMessage,
  StationChangedMessage,
  type MessageType,
} from '@navette/contracts';
import { DeviceGatewayServiceService, SendMissionOrderRequest } from '@navette/contracts/device_gateway/v1/service';
import { StationChanged } from '@navette/contracts/identity/v1/events';
import { IdentityServiceService, type IssueClientTokenRequest } from '@navette/contracts/identity/v1/service';
import { defineErrors, derivedId, newId, systemClock } from '@navette/kernel';
import { schemaProblems } from '@navette/platform/database';
import { Bus } from '@navette/platform/messaging';
import { PublicRpc } from '@navette/platform/rpc';
import { eventually, startTestService, testTenant, type TestService, type TestTenant } from '@navette/testing';
import { Controller } from '@nestjs/common';
import { deviceGatewayService } from './device-gateway.service.js';
import { seedGatewayDemo } from './seed/seed-gateway-demo.js';

const lille = testTenant('Lille');
const lens = testTenant('Lens');
const faraway = testTenant('Nice', 'another network');
const SEND = 'device-gateway:mission-order.send';
const READ = 'device-gateway:mission-order.read';

const identityErrors = defineErrors('identity', { 'client.refused': { kind: 'unauthenticated', params: [] } });

/** Identity, over real gRPC. */
@Controller()
class IdentityStandIn {
  @PublicRpc(IdentityServiceService.issueClientToken, 'a stand-in')
  async issueClientToken({ clientId, clientSecret, audience }: IssueClientTokenRequest) {
    if (clientId !== 'electrobel' || clientSecret !== 's3cret') throw identityErrors.error('client.refused');
    const actor = { kind: 'client', id: clientId } as const;
    return { accessToken: await service.tokens.sign(lille, actor, { audience }), expiresInSeconds: 300 };
  }
}

let identity: TestService;
let service: TestService;

beforeAll(async () => {
  identity = await startTestService({
    name: 'identity',
    migrations: [],
    grpc: { definition: { issueClientToken: IdentityServiceService.issueClientToken }, controllers: [IdentityStandIn] },
  });
  service = await startTestService(deviceGatewayService, { env: { NAVETTE_IDENTITY_GRPC_URL: identity.grpcAddress } });
  for (const [tenant, code] of [[lille, 'LIL'], [lens, 'LEN'], [faraway, 'NCE']] as const) await station(tenant, code, 1); // prettier-ignore
  await eventually(async () => ((await stations()) === 3 ? true : undefined));
});
afterAll(() => Promise.all([service.stop(), identity.stop()]));

const stations = async () => (await service.admin.query('select from network_station')).rowCount;

async function happen<T>(
  type: MessageType<T>,
  message: T,
  tenant: TestTenant,
  version = 1,
  messageId = newId(systemClock),
) {
  const subject = `${type.subject}.${tenant.stationId.replaceAll('-', '')}`;
  await service.running.get(Bus).publish(subject, type.encode(message), newId(systemClock), {
    'Navette-Id': messageId,
    'Navette-Type': type.type,
    'Navette-Aggregate-Type': 'aggregate',
    'Navette-Aggregate-Id': tenant.stationId,
    'Navette-Aggregate-Version': String(version),
    'Navette-Station': tenant.stationId,
    'Navette-Network': tenant.networkId,
    'Navette-Actor': 'user:anne',
    'Navette-Occurred-At': systemClock.now().toString(),
    'Navette-Correlation': 'c-1',
    'Navette-Request-Id': 'r-1',
  });
  return messageId;
}

const station = (tenant: TestTenant, code: string, version: number) =>
  happen(StationChangedMessage, StationChanged.fromPartial({ stationId: tenant.stationId, code }), tenant, version);

let count = 0;
const order = (overrides: object = {}) => ({
  station: 'LEN',
  number: `EB-${String(++count)}`,
  consumer: { name: 'Lefèvre', firstName: 'Zoé', phone: '06 39 98 00 01', email: 'zoe@example.org' },
  appliance: { category: 'Lave-linge', brand: 'Electrobel' },
  symptom: 'Ne chauffe plus',
  underWarranty: true,
  ...overrides,
});

interface Asked {
  readonly client?: string;
  readonly tenant?: TestTenant;
  readonly rights?: readonly string[];
  readonly audience?: string;
  readonly key?: string;
  readonly actor?: 'client' | 'user';
}

async function headers({ client = 'electrobel', tenant = lille, rights = [SEND, READ], ...rest }: Asked) {
  const { audience = 'device-gateway', key = newId(systemClock), actor: kind = 'client' } = rest;
  const actor = { kind, id: client };
  await service.as(tenant, rights, { actor });
  const token = await service.tokens.sign(tenant, actor, { audience });
  return {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    ...(key !== '' && { 'idempotency-key': key }),
  };
}

interface Answer {
  status: number;
  location: string | null;
  type: string | null;
  body: Record<string, unknown> & {
    id: string;
    code: string;
    state: string;
    errors?: { pointer: string; code: string }[];
  };
}

async function answerOf(response: Response): Promise<Answer> {
  const { status, headers } = response;
  const body = (await response.json()) as Answer['body'];
  return { status, location: headers.get('location'), type: headers.get('content-type'), body };
}

const post = async (body: unknown, asked: Asked = {}) =>
  answerOf(
    await fetch(`${service.httpUrl}/v1/mission-orders`, {
      method: 'POST',
      headers: await headers(asked),
      body: typeof body === 'string' ? body : JSON.stringify(body),
    }),
  );
const get = async (id: string, asked: Asked = {}) =>
  answerOf(await fetch(`${service.httpUrl}/v1/mission-orders/${id}`, { headers: await headers(asked) }));

async function commands(number: string) {
  const { rows } = await service.admin.query<{ payload: Buffer; subject: string; published_at: Date | null }>(
    `select payload, subject, published_at from outbox where subject like '%receive-mission-order%' order by seq`,
  );
  return rows
    .map(({ payload, ...row }) => ({ ...row, command: ReceiveMissionOrderMessage.decode(payload) }))
    .filter(({ command }) => command.externalNumber === number);
}

describe('GW-2 a mission order sent by REST', () => {
  it('is kept, forwarded to its station, and answered with the address of its state', async () => {
    const sent = order();
    const { status, body, location } = await post(sent);
    expect(status).toBe(202);
    expect(location).toBe(`/v1/mission-orders/${body.id}`);
    const [forwarded] = await commands(sent.number);
    expect(forwarded?.subject).toBe(
      `navette.interventions.v1.cmd.receive-mission-order.${lens.stationId.replaceAll('-', '')}`,
    );
    expect(forwarded?.command).toMatchObject({
      missionOrderId: body.id,
      clientId: 'electrobel',
      consumer: { name: 'Lefèvre', email: 'zoe@example.org' },
      product: { category: 'Lave-linge', brand: 'Electrobel' },
      symptom: 'Ne chauffe plus',
      underWarranty: true,
      fileType: 'workshop',
      orderingPartyId: '',
    });
    expect((await get(body.id)).body).toMatchObject({ number: sent.number, state: 'processing', reason: '' });
    const { rows } = await service.admin.query('select actor_kind, actor_id, operation from audit where entity_id = $1', [body.id]); // prettier-ignore
    expect(rows).toEqual([{ actor_kind: 'client', actor_id: 'electrobel', operation: SEND }]);
  });

  it('waits in the outbox while nobody receives it, and leaves when somebody does', async () => {
    const sent = order();
    await post(sent);
    expect(await commands(sent.number)).toMatchObject([{ published_at: null }]);
    await service.running.get(Bus).ensureStream('cmd', 'interventions');
    await eventually(async () => ((await commands(sent.number))[0]?.published_at === null ? undefined : true));
  });

  it('names the sender’s party where the station knows it', async () => {
    const partyId = derivedId('test', 'manufacturer');
    const parties = [{ stationId: lens.stationId, partyId }];
    for (let i = 0; i < 2; i++) {
      await seedGatewayDemo(service.env, { networkId: lens.networkId, clientId: 'electrobel', parties });
    }
    const [mine, theirs] = [order(), order()];
    await post(mine);
    await post(theirs, { client: 'other-maker' });
    expect(await commands(mine.number)).toMatchObject([{ command: { orderingPartyId: partyId } }]);
    expect(await commands(theirs.number)).toMatchObject([{ command: { orderingPartyId: '' } }]);
  });

  it('is one order, however often and however much at once it is sent under one key', async () => {
    const sent = order();
    const answers = await Promise.all(Array.from({ length: 5 }, () => post(sent, { key: 'same' })));
    expect(new Set(answers.map(({ status, body }) => `${String(status)} ${body.id}`)).size).toBe(1);
    expect(await commands(sent.number)).toHaveLength(1);
    const other = await post(order(), { key: 'same' });
    expect(other).toMatchObject({ status: 409, body: { code: 'platform.idempotency-key.reused' } });
  });

  it('has a number of its own at each station: sent under another key, the known order is named', async () => {
    const sent = order();
    const [first, second] = await Promise.all([post(sent), post(sent)]);
    const [accepted, refused] = first.status === 202 ? [first, second] : [second, first];
    expect(refused).toMatchObject({
      status: 409,
      body: {
        code: 'device-gateway.mission-order.number-known',
        params: { number: sent.number, id: accepted.body.id },
      },
    });
    expect((await post({ ...sent, station: 'LIL' })).status).toBe(202);
    expect((await post(sent, { client: 'other-maker' })).status).toBe(202);
  });
});

describe('GW-1 bad input is refused, naming it, and nothing is kept', () => {
  const kept = async () => (await service.admin.query('select from mission_order')).rowCount;

  it.each<[string, () => unknown, Asked, number, string, string[]]>([
    ['a missing key', () => order(), { key: '' }, 400, 'platform.idempotency-key.missing', []],
    ['an unknown station', () => order({ station: 'XYZ' }), {}, 400, 'device-gateway.station.unknown', ['/station']],
    ['a station of another network', () => order({ station: 'NCE' }), {}, 400, 'device-gateway.station.unknown', ['/station']],
    ['an unknown field', () => order({ colour: 'red' }), {}, 400, 'platform.request.invalid', ['/colour']],
    ['missing fields', () => ({}), {}, 400, 'platform.request.invalid', ['/appliance', '/consumer', '/number', '/station']],
    ['a blank category', () => order({ appliance: { category: ' ' } }), {}, 400, 'device-gateway.mission-order.invalid', ['/appliance/category']],
    ['an impossible date', () => order({ appliance: { category: 'x', purchaseDate: '2026-02-30' } }), {}, 400, 'device-gateway.mission-order.invalid', ['/appliance/purchaseDate']],
    ['U+0000', () => order({ symptom: 'a\0b' }), {}, 400, 'platform.request.invalid-encoding', []],
    ['half a character', () => JSON.stringify(order({ comment: '@' })).replace('@', '\\ud800'), {}, 400, 'platform.request.invalid-encoding', []],
    ['no JSON', () => '{"station":', {}, 400, 'platform.request.invalid', []],
    ['10 MB', () => order({ symptom: 'x'.repeat(10_000_000) }), {}, 413, 'platform.request.too-large', []],
    ['no right', () => order(), { client: 'weak', rights: [READ] }, 403, 'platform.request.forbidden', []],
    ['a person’s token', () => order(), { actor: 'user', audience: 'navette' }, 403, 'device-gateway.client.required', []],
    ['a token for another service', () => order(), { audience: 'parties' }, 401, 'platform.request.unauthenticated', []],
  ])('%s', async (_title, body, asked, status, code, pointers) => {
    const before = await kept();
    const refused = await post(body(), asked);
    expect(refused).toMatchObject({ status, body: { code, type: `urn:navette:problem:${code}` } });
    expect(refused.type).toContain('application/problem+json');
    expect((refused.body.errors ?? []).map(({ pointer }) => pointer).sort()).toEqual(pointers);
    expect(await kept()).toBe(before);
  }); // prettier-ignore

  it('broken UTF-8', async () => {
    const body = Buffer.concat([Buffer.from('{"station":"'), Buffer.from([0xff]), Buffer.from('"}')]);
    const response = await fetch(`${service.httpUrl}/v1/mission-orders`, {
      method: 'POST',
      headers: await headers({}),
      body,
    });
    expect(await answerOf(response)).toMatchObject({
      status: 400,
      body: { code: 'platform.request.invalid-encoding' },
    });
  });
});

describe('GW-3 the state of an order', () => {
  const stateOf = async (id: string) => (await get(id)).body.state;
  const about = (id: string, clientId = 'electrobel') => ({ missionOrderId: id, externalNumber: 'x', clientId });

  it('follows what the station does with it', async () => {
    const { id } = (await post(order())).body;
    const steps = [
      ['received', () => happen(MissionOrderReceivedMessage, { ...about(id), number: 'OM-1' }, lens)],
      ['accepted', () => happen(MissionOrderAcceptedMessage, about(id), lens)],
      ['converted', () => happen(MissionOrderConvertedMessage, { ...about(id), fileId: newId(systemClock) }, lens)],
    ] as const;
    for (const [state, step] of steps) {
      await step();
      await eventually(async () => ((await stateOf(id)) === state ? true : undefined));
    }
  });

  it('tells why it was refused, and takes no late or repeated news', async () => {
    const { id } = (await post(order())).body;
    await happen(MissionOrderRefusedMessage, { ...about(id), reason: 'hors zone' }, lens);
    await eventually(async () => ((await stateOf(id)) === 'refused' ? true : undefined));
    const late = await happen(MissionOrderReceivedMessage, { ...about(id), number: 'OM-1' }, lens);
    // Of an order that the station typed in itself, and of one that is not the client's it names.
    const unknown = await happen(
      MissionOrderReceivedMessage,
      { ...about(newId(systemClock), ''), number: 'OM-2' },
      lens,
    );
    const foreign = await happen(MissionOrderReceivedMessage, { ...about(id, 'other-maker'), number: 'OM-1' }, lens);
    await eventually(async () => {
      const { rowCount } = await service.admin.query('select from inbox where message_id = any ($1)', [
        [late, unknown, foreign],
      ]);
      return rowCount === 3 ? true : undefined;
    });
    expect((await get(id)).body).toMatchObject({ state: 'refused', reason: 'hors zone' });
  });
});

describe('GW-4 a manufacturer sees its own orders only', () => {
  it('from any station, and nobody else’s', async () => {
    const { id } = (await post(order())).body;
    expect((await get(id, { tenant: lens })).status).toBe(200);
    const foreign = await get(id, { client: 'other-maker' });
    const missing = await get(newId(systemClock), { client: 'other-maker' });
    expect({ ...foreign.body, requestId: '' }).toEqual({ ...missing.body, requestId: '' });
    expect(foreign).toMatchObject({ status: 404, body: { code: 'device-gateway.mission-order.not-found' } });
    expect((await get('not-an-id')).status).toBe(404);
  });

  it('by row-level security, even where a query forgets its condition', async () => {
    await post(order(), { client: 'other-maker' });
    const scope = { ...lille, actor: { kind: 'client', id: 'electrobel' }, operation: 'test:test.run', requestId: '', correlationId: '', causationId: '' } as const; // prettier-ignore
    const clientsSeen = (client?: string) =>
      service.db.tenantRead(scope, async (tx) => {
        if (client !== undefined) await tx.rows(`select set_config('app.client_id', $1, true)`, [client]);
        return (await tx.rows<{ client_id: string }>('select distinct client_id from mission_order')).map(
          (row) => row.client_id,
        );
      });
    expect(await clientsSeen('electrobel')).toEqual(['electrobel']);
    expect(await clientsSeen('other-maker')).toEqual(['other-maker']);
    // On connections that had a client before.
    for (let i = 0; i < 10; i++) expect(await clientsSeen()).toEqual([]);
    const stationsSeen = await service.db.tenantRead(scope, (tx) =>
      tx.rows('select code from network_station order by code'),
    );
    expect(stationsSeen).toEqual([{ code: 'LEN' }, { code: 'LIL' }]);
    const forged = service.db.tenantTx(scope, async (tx) => {
      await tx.rows(`select set_config('app.client_id', 'electrobel', true)`);
      tx.audit('mission-order', 'x');
      await tx.run(`insert into mission_order select 'other-maker', $1, for_station_id, 'x', state, reason, received_at, updated_at
        from mission_order limit 1`, [newId(systemClock)]);
    }); // prettier-ignore
    await expect(forged).rejects.toEqual(expect.objectContaining({ code: '42501' }));
  });

  it('and its tables are the only ones without a station', async () => {
    expect(await schemaProblems(service.admin, ['mission_order', 'ordering_party', 'network_station'])).toEqual([]);
    const { rows } = await service.admin.query(
      `select relname, relrowsecurity and relforcerowsecurity as forced, (select count(*)::int from pg_policy where polrelid = c.oid) as policies
       from pg_class c where relname in ('mission_order', 'ordering_party', 'network_station') order by relname`,
    );
    expect(rows).toEqual(
      ['mission_order', 'network_station', 'ordering_party'].map((relname) => ({ relname, forced: true, policies: 1 })),
    );
  });
});

describe('GW-1 the same over gRPC', () => {
  it('sends and asks, under the same rights', async () => {
    const client = service.client(DeviceGatewayServiceService);
    const call = await service.as(lille, [SEND, READ], {
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
    const weak = await service.as(lille, [READ], { actor: { kind: 'client', id: 'weaker' } });
    await expect(client.sendMissionOrder(request, weak)).rejects.toEqual(
      expect.objectContaining({ code: 'platform.request.forbidden' }),
    );
    const person = await service.as(lille, [SEND, READ]);
    await expect(client.getMissionOrderStatus(first, person)).rejects.toEqual(
      expect.objectContaining({ code: 'device-gateway.client.required' }),
    );
  });
});

describe('GW-1 tokens by OAuth 2 client credentials', () => {
  const ask = async (form: Record<string, string>, headers: Record<string, string> = {}) => {
    const body = new URLSearchParams({ grant_type: 'client_credentials', ...form });
    const response = await fetch(`${service.httpUrl}/v1/oauth/token`, { method: 'POST', headers, body });
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
      await headers({});
      const opened = await fetch(`${service.httpUrl}/v1/mission-orders/${newId(systemClock)}`, {
        headers: { authorization: `Bearer ${String(answer.body['access_token'])}` },
      });
      expect(opened.status).toBe(404);
    }
  });

  it('are refused as RFC 6749 wants', async () => {
    const wrong = await ask({ client_id: 'electrobel', client_secret: 'guess' });
    expect(wrong).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
    expect(wrong.headers.get('www-authenticate')).toContain('Basic');
    expect(await ask({ grant_type: 'password' })).toMatchObject({
      status: 400,
      body: { error: 'unsupported_grant_type' },
    });
    const json = await fetch(`${service.httpUrl}/v1/oauth/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ grant_type: 'client_credentials' }),
    });
    expect([json.status, await json.json()]).toMatchObject([400, { error: 'invalid_request' }]);
  });
});

describe('GW-1 the contract', () => {
  it('is published, with every route as it is', async () => {
    const response = await fetch(`${service.httpUrl}/v1/openapi.json`);
    const document = (await response.json()) as {
      openapi: string;
      paths: Record<string, Record<string, { operationId: string }>>;
    };
    expect(document.openapi).toBe('3.1.0');
    const operations = Object.values(document.paths).flatMap((path) =>
      Object.values(path).map(({ operationId }) => operationId),
    );
    expect(operations.sort()).toEqual(['getMissionOrderStatus', 'issueToken', 'sendMissionOrder']);
    expect(document.paths['/v1/oauth/token']?.['post']).toMatchObject({
      requestBody: { content: { 'application/x-www-form-urlencoded': expect.anything() } },
    });
  });
});
