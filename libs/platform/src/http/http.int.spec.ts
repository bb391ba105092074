import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { message } from '@navette/messages';
import { eventually, startTestService, type TestService } from '@navette/testing';
import { Body, Controller, Get, Inject, Param, Post, Query, Req } from '@nestjs/common';
import type { Request } from 'express';
import { z } from 'zod';
import { here, insertThing, outage, probeMigrations, startPrivateNats, type PrivateNats } from '../../test/engine.js';
import { Database, type Scope } from '../database/index.js';
import { deadLetterErrors } from '../messaging/dead-letters.js';
import { callerOfRequest } from './install-http.js';
import { Describe, Parsed } from './operation.js';

const NewThing = z.strictObject({
  name: z.string().min(2).max(20),
  colour: z.enum(['red', 'green']).optional(),
  quantity: z.number().min(1).max(10).optional(),
  tags: z.array(z.string()).min(1).max(2).optional(),
  parts: z.array(z.strictObject({ code: z.string().regex(/^[A-Z]+$/, 'A to Z') })).optional(),
});
const Thing = z.object({ id: z.string(), name: z.string() });
const RIGHTS = ['probe:thing.create', 'probe:thing.read'];

@Controller('/api/things')
class ThingsHttp {
  constructor(@Inject(Database) private readonly db: Database) {}

  @Post()
  @Describe({
    id: 'createThing',
    summary: 'Create',
    needs: 'probe:thing.create',
    body: NewThing,
    answer: Thing,
    status: 201,
    idempotent: true,
  })
  async create(
    @Body(new Parsed(NewThing)) body: z.output<typeof NewThing>,
    @Req() request: Request,
  ): Promise<z.output<typeof Thing>> {
    const { caller, call } = callerOfRequest(request);
    const scope: Scope = { ...caller, operation: 'probe:thing.create', ...call, causationId: '' };
    return this.db.tenantTx(scope, async (tx) => {
      const id = tx.newId();
      await insertThing(tx, id, body.name);
      return { id, name: body.name };
    });
  }

  @Get('open')
  @Describe({
    id: 'openThing',
    summary: 'Open',
    public: 'a test',
    query: z.object({ q: z.string().optional() }),
    answer: Thing,
  })
  open(@Query(new Parsed(z.strictObject({ q: z.string().optional() }))) query: { q?: string }): object {
    return { id: '', name: query.q ?? '' };
  }

  @Get('broken')
  @Describe({ id: 'breakThing', summary: 'Break', public: 'a test', answer: Thing })
  broken(): never {
    throw new Error('password is hunter2');
  }

  @Get('half')
  @Describe({ id: 'halfThing', summary: 'Half', public: 'a test', answer: Thing })
  half(@Req() request: Request): never {
    request.res?.write('{"id":');
    throw deadLetterErrors.error('dead-letter.unknown', { id: '1' });
  }

  @Get('undeclared')
  undeclared(): string {
    return 'reached';
  }

  @Get(':id')
  @Describe({ id: 'getThing', summary: 'Get', needs: 'probe:thing.read', answer: Thing })
  get(@Param('id') id: string): never {
    throw deadLetterErrors.error('dead-letter.unknown', { id });
  }
}

let service: TestService;
let nats: PrivateNats;
let token: string;

beforeAll(async () => {
  nats = await startPrivateNats();
  service = await startTestService(
    { name: 'probe', migrations: probeMigrations, http: [ThingsHttp] },
    { env: { NAVETTE_NATS_URL: nats.server.url } },
  );
});
afterAll(async () => {
  await service.stop();
  await nats.stop();
});
beforeEach(async () => {
  ({ token } = await service.as(here, RIGHTS));
});

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

async function request(
  method: string,
  path: string,
  options: { body?: string | Uint8Array; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const response = await fetch(`${service.httpUrl}${path}`, {
    method,
    ...(options.body !== undefined && { body: options.body as string }),
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...options.headers },
  });
  const text = await response.text();
  const type = response.headers.get('content-type') ?? '';
  return {
    status: response.status,
    type,
    headers: response.headers,
    body: type.includes('json') ? JSON.parse(text) : { text },
  };
}

const post = (body: unknown, headers: Record<string, string> = {}) =>
  request('POST', '/api/things', {
    body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body),
    headers: { 'idempotency-key': 'key-1', ...headers },
  });
const things = async () => (await service.admin.query('select name from thing')).rows;

function expectProblem(answer: Answer, status: number, code: string): void {
  expect({ status: answer.status, code: answer.body['code'] }).toEqual({ status, code });
  expect(answer.type).toBe('application/problem+json; charset=utf-8');
  expect(answer.body).toMatchObject({
    type: `urn:navette:problem:${code}`,
    status,
    requestId: answer.headers.get('x-request-id'),
  });
}

describe('a route', () => {
  it('answers, and keeps the request id it was given', async () => {
    const answer = await post({ name: 'Zoé' }, { 'x-request-id': 'request-0001' });
    expect(answer).toMatchObject({ status: 201, body: { name: 'Zoé' } });
    expect(answer.headers.get('x-request-id')).toBe('request-0001');
    expect(answer.headers.get('x-powered-by')).toBeNull();
    const audit = await service.admin.query('select request_id from audit');
    expect(audit.rows).toEqual([{ request_id: 'request-0001' }]);
  });

  it('makes a request id where none, or none that can be kept, was sent', async () => {
    for (const sent of ['', 'a b', 'x'.repeat(200)]) {
      const made = (await post({ name: 'Zoé' }, { 'x-request-id': sent })).headers.get('x-request-id');
      expect(made).toMatch(/^[0-9a-f-]{36}$/);
    }
  });
});

describe('a refusal', () => {
  it('is a problem in the language of the reader, French where it says nothing', async () => {
    const asked = async (language: Record<string, string>) => request('GET', '/api/things/1', { headers: language });
    for (const [languages, locale] of [
      [{}, 'fr'],
      [{ 'accept-language': 'de' }, 'fr'],
      [{ 'accept-language': 'fr-FR,fr;q=0.9,en;q=0.8' }, 'fr'],
      [{ 'accept-language': 'en-GB,en;q=0.9' }, 'en'],
    ] as const) {
      const answer = await asked(languages);
      expectProblem(answer, 404, 'platform.dead-letter.unknown');
      expect(answer.body).toMatchObject({
        title: message(locale, 'platform.dead-letter.unknown', { id: '1' }),
        params: { id: '1' },
      });
    }
  });

  it('names each field that is not accepted, and nothing is kept', async () => {
    const before = await things();
    const answer = await post({
      name: 'x',
      colour: 'blue',
      quantity: 11,
      tags: ['a', 'b', 'c'],
      parts: [{ code: 'A' }, { code: 'b', size: 1 }],
      nick: 'Z',
    });
    expectProblem(answer, 400, 'platform.request.invalid');
    const errors = answer.body['errors'] as { pointer: string; code: string; params: object; title: string }[];
    expect(Object.fromEntries(errors.map(({ pointer, code }) => [pointer, code]))).toEqual({
      '/name': 'platform.field.too-short',
      '/colour': 'platform.field.not-accepted',
      '/quantity': 'platform.field.too-large',
      '/tags': 'platform.field.too-many',
      '/parts/1/code': 'platform.field.pattern',
      '/parts/1/size': 'platform.field.unknown',
      '/nick': 'platform.field.unknown',
    });
    expect(errors.find(({ pointer }) => pointer === '/colour')).toMatchObject({
      params: { accepted: ['red', 'green'] },
      title: expect.stringContaining('red, green'),
    });
    expect(await things()).toEqual(before);
  });

  it.each<[string, unknown, string, string]>([
    ['a missing field', {}, '/name', 'platform.field.required'],
    ['a field of another type', { name: 5 }, '/name', 'platform.field.type'],
    ['a field that is null', { name: null }, '/name', 'platform.field.type'],
    ['a list instead of an object', [], '', 'platform.field.type'],
    ['a text that is too long', { name: 'x'.repeat(21) }, '/name', 'platform.field.too-long'],
    ['a list that is too short', { name: 'ab', tags: [] }, '/tags', 'platform.field.too-few'],
    ['a number that is too small', { name: 'ab', quantity: 0 }, '/quantity', 'platform.field.too-small'],
  ])('names %s', async (_title, body, pointer, code) => {
    const answer = await post(body);
    expectProblem(answer, 400, 'platform.request.invalid');
    expect(answer.body['errors']).toEqual([expect.objectContaining({ pointer, code })]);
  });

  it('of no body at all names what is required', async () => {
    const answer = await request('POST', '/api/things', { headers: { 'idempotency-key': 'k' } });
    expect(answer.body['errors']).toEqual([
      expect.objectContaining({ pointer: '/name', code: 'platform.field.required' }),
    ]);
  });

  it('of an unknown query parameter names it', async () => {
    const answer = await request('GET', '/api/things/open?q=a&r=b');
    expectProblem(answer, 400, 'platform.request.invalid');
    expect(answer.body['errors']).toEqual([expect.objectContaining({ pointer: '/r', code: 'platform.field.unknown' })]);
  });

  it('that was not meant is hidden', async () => {
    const answer = await request('GET', '/api/things/broken');
    expectProblem(answer, 500, 'platform.internal.error');
    expect(JSON.stringify(answer.body)).not.toContain('hunter2');
  });

  it('in the middle of an answer ends the connection, not the process', async () => {
    await expect(request('GET', '/api/things/half')).rejects.toThrow();
    expect((await request('GET', '/healthz')).status).toBe(200);
  });
});

describe('a request that cannot be read', () => {
  it.each<[string, string | Uint8Array, Record<string, string>, number, string]>([
    [
      'broken UTF-8',
      Buffer.concat([Buffer.from('{"name":"Zo'), Buffer.from([0xe9]), Buffer.from('"}')]),
      {},
      400,
      'platform.request.invalid-encoding',
    ],
    ['a NUL', '{"name":"Zo\\u0000e"}', {}, 400, 'platform.request.invalid-encoding'],
    ['half a character', '{"name":"Zo\\ud83d"}', {}, 400, 'platform.request.invalid-encoding'],
    ['a NUL in the name of a field', '{"na\\u0000me":"Zoe"}', {}, 400, 'platform.request.invalid-encoding'],
    [
      'another charset',
      '{"name":"Zoe"}',
      { 'content-type': 'application/json; charset=iso-8859-1' },
      400,
      'platform.request.invalid-encoding',
    ],
    [
      'an unknown compression',
      '{"name":"Zoe"}',
      { 'content-encoding': 'zip' },
      400,
      'platform.request.invalid-encoding',
    ],
    [
      'a compression that it is not in',
      '{"name":"Zoe"}',
      { 'content-encoding': 'gzip' },
      400,
      'platform.request.invalid',
    ],
    ['malformed JSON', '{"name":', {}, 400, 'platform.request.invalid'],
    ['JSON that is no object', '"Zoe"', {}, 400, 'platform.request.invalid'],
    ['more than 1 MB', JSON.stringify({ name: 'x'.repeat(1_048_577) }), {}, 413, 'platform.request.too-large'],
    ['10 MB', JSON.stringify({ name: 'x'.repeat(10 * 1_048_576) }), {}, 413, 'platform.request.too-large'],
  ])('because of %s is refused by name', async (_title, body, headers, status, code) => {
    const before = await things();
    expectProblem(await post(body, headers), status, code);
    expect(await things()).toEqual(before);
  });

  it.each([
    ['/api/things/%FF', 'platform.request.invalid-encoding'],
    ['/api/things/open?q=%FF', 'platform.request.invalid-encoding'],
    ['/api/things/open?q=a%00b', 'platform.request.invalid-encoding'],
  ])('because of its address (%s) is refused by name', async (path, code) => {
    expectProblem(await request('GET', path), 400, code);
  });

  it('is told what the limit is', async () => {
    const answer = await post(JSON.stringify({ name: 'x'.repeat(1_048_577) }), { 'accept-language': 'en' });
    expect(answer.body).toMatchObject({ params: { limit: 1_048_576 }, title: expect.stringContaining('1,048,576') });
  });
});

describe('an idempotency key', () => {
  it.each([
    ['missing', undefined, 'platform.idempotency-key.missing'],
    ['empty', '', 'platform.idempotency-key.missing'],
    ['too long', 'x'.repeat(201), 'platform.request.invalid'],
    ['of characters no other service can be sent', 'clé', 'platform.request.invalid'],
  ])('that is %s is refused', async (_title, key, code) => {
    const answer = await request('POST', '/api/things', {
      body: '{"name":"Zoe"}',
      headers: key === undefined ? {} : { 'idempotency-key': key },
    });
    expectProblem(answer, 400, code);
  });
});

describe('an address', () => {
  it('that does not exist is a problem too', async () => {
    expectProblem(await request('GET', '/api/nothing'), 404, 'platform.request.not-found');
    expectProblem(await request('DELETE', '/api/things'), 404, 'platform.request.not-found');
  });

  it('whose route declares no right is never reached', async () => {
    const answer = await request('GET', '/api/things/undeclared');
    expectProblem(answer, 500, 'platform.internal.error');
  });
});

describe('a caller', () => {
  it.each<[string, () => Promise<string>]>([
    ['without a token', () => Promise.resolve('')],
    ['with nonsense', () => Promise.resolve('x.y.z')],
    ['with a forged token', () => Promise.resolve(`${token.slice(0, -6)}AAAAAA`)],
    ['with an expired token', () => service.tokens.sign(here, undefined, { expiresIn: '-1s' })],
    ['with a token for another service', () => service.tokens.sign(here, undefined, { audience: 'stock' })],
  ])('%s is not let in', async (_title, bearer) => {
    const answer = await request('GET', '/api/things/1', {
      headers: { authorization: `Bearer ${await bearer()}`.trim() },
    });
    expectProblem(answer, 401, 'platform.request.unauthenticated');
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  });

  it('without the right is told which', async () => {
    ({ token } = await service.as(here, ['probe:thing.create']));
    const answer = await request('GET', '/api/things/1');
    expectProblem(answer, 403, 'platform.request.forbidden');
    expect(answer.body['params']).toEqual({ right: 'probe:thing.read' });
  });

  it('needs no token where the route says so', async () => {
    expect((await request('GET', '/api/things/open?q=a', { headers: { authorization: '' } })).body).toEqual({
      id: '',
      name: 'a',
    });
  });
});

describe('what is watched', () => {
  const ready = async () =>
    (await request('GET', '/readyz')) as Answer & { body: { ready: boolean; checks: Record<string, string> } };

  it('a service alive, ready, and its metrics', async () => {
    expect((await request('GET', '/healthz')).body).toEqual({ alive: true });
    expect(await ready()).toMatchObject({ status: 200, body: { ready: true, checks: { database: 'up', bus: 'up' } } });
    const metrics = (await request('GET', '/metrics')).body['text'];
    for (const name of ['outbox_oldest_seconds', 'database_pool_waiting', 'messages_total', 'timers_total'])
      expect(metrics).toContain(`navette_${name}`);
  });

  it('not ready with the database away, alive all the same, its metrics still read', async () => {
    const { begin, end } = outage(service.running.get(Database).config);
    await begin();
    expect(await ready()).toMatchObject({
      status: 503,
      body: { ready: false, checks: { database: 'down', bus: 'up' } },
    });
    expect((await request('GET', '/healthz')).status).toBe(200);
    expect((await request('GET', '/metrics')).status).toBe(200);
    await end();
    await eventually(async () => ((await ready()).status === 200 ? true : undefined));
  });

  it('not ready with the bus away, though work is taken', async () => {
    await nats.server.kill9();
    await eventually(async () => ((await ready()).status === 503 ? true : undefined));
    expect((await ready()).body).toEqual({ ready: false, checks: { database: 'up', bus: 'down' } });
    expect((await post({ name: 'meanwhile' })).status).toBe(201);
    await nats.server.restart();
    await eventually(async () => ((await ready()).status === 200 ? true : undefined));
  });
});

describe('at the end', () => {
  it('what is in hand is answered, and a client that never ends its request is cut off', async () => {
    const ending = await startTestService(
      { name: 'probe', migrations: probeMigrations, http: [ThingsHttp] },
      { env: { NAVETTE_NATS_URL: nats.server.url }, drainMs: 200 },
    );
    const { hostname, port } = new URL(ending.httpUrl);
    const stuck = connect(Number(port), hostname);
    const cut = once(stuck, 'close');
    stuck.write('POST /api/things HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{');
    const answered = fetch(`${ending.httpUrl}/healthz`);
    await eventually(async () => ((await answered).ok ? true : undefined));
    await ending.stop();
    await cut;
    expect((await answered).status).toBe(200);
  });
});
