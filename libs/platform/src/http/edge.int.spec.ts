import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { defineErrors } from '@navette/kernel';
import { startTestService, type TestService } from '@navette/testing';
import { Body, Controller, Get, Inject, Param, Put, Req } from '@nestjs/common';
import type { Request } from 'express';
import { z } from 'zod';
import { here, insertThing, probeMigrations, scope } from '../../test/engine.js';
import { Database } from '../database/index.js';
import { Describe, Parsed } from './operation.js';
import { versionSeen } from './versions.js';

// Their texts are those of a real service.
const errors = defineErrors('parties', {
  'party.changed-meanwhile': { kind: 'stale', params: ['expected', 'actual'] },
});
const renamed = z.strictObject({ name: z.string() });
const thing = z.object({ id: z.string(), version: z.string(), name: z.string(), parts: z.number() });

/** Its version counts changes of the name; `parts` change beside it, as the state of a saga does. */
const THING = `select id, counter::text as version, name,
  (select count(*)::int from thing_part p where p.station_id = t.station_id and p.thing_id = t.id) as parts
  from thing t where station_id = $1 and id = $2`;

@Controller('/api/things')
class ThingsHttp {
  constructor(@Inject(Database) private readonly db: Database) {}

  @Get('open')
  @Describe({ id: 'openThing', summary: 'Open', public: 'a test', answer: z.object({ address: z.string() }) })
  open(@Req() request: Request) {
    return { address: request.ip };
  }

  @Get(':id')
  @Describe({ id: 'getThing', summary: 'Get', needs: 'probe:thing.read', answer: thing })
  get(@Param('id') id: string) {
    return this.db.tenantRead(scope(), (tx) => tx.first(THING, [here.stationId, id]));
  }

  @Put(':id')
  @Describe({
    id: 'renameThing',
    summary: 'Rename',
    needs: 'probe:thing.change',
    versioned: true,
    body: renamed,
    answer: thing,
  })
  rename(
    @Param('id') id: string,
    @Body(new Parsed(renamed)) { name }: z.infer<typeof renamed>,
    @Req() request: Request,
  ) {
    const expected = versionSeen(request);
    return this.db.tenantTx(scope(), async (tx) => {
      tx.audit('thing', id);
      const row = await tx.first<{ counter: number }>(
        'select counter from thing where station_id = $1 and id = $2 for update',
        [here.stationId, id],
      );
      const actual = String(row?.counter);
      if (actual !== expected) throw errors.error('party.changed-meanwhile', { expected, actual });
      await tx.run('update thing set name = $3, counter = counter + 1 where station_id = $1 and id = $2', [
        here.stationId,
        id,
        name,
      ]);
      return tx.first(THING, [here.stationId, id]);
    });
  }
}

let service: TestService;
let token: string;

const start = (env: NodeJS.ProcessEnv = {}) =>
  startTestService({ name: 'probe', migrations: probeMigrations, http: [ThingsHttp] }, { env });

beforeAll(async () => {
  service = await start();
  ({ token } = await service.as(here, ['probe:thing.read', 'probe:thing.change']));
});
afterAll(() => service.stop());

async function ask(method: string, path: string, headers: Record<string, string> = {}, body?: object) {
  const response = await fetch(`${service.httpUrl}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const etag = response.headers.get('etag') ?? '';
  return { status: response.status, headers: response.headers, etag, body: text === '' ? undefined : JSON.parse(text) };
}

async function aThing(): Promise<string> {
  const id = randomUUID();
  await service.db.tenantTx(scope(), (tx) => insertThing(tx, id, 'Zoé'));
  return `/api/things/${id}`;
}

/** As a browser asks whether what it has is still true; `fetch` by itself would say that it wants nothing from a cache. */
const unless = (etag: string) => ({ 'if-none-match': etag, 'cache-control': 'max-age=0' });
const idOf = (path: string) => path.slice('/api/things/'.length);
const rename = (path: string, seen: string, name: string) => ask('PUT', path, { 'if-match': seen }, { name });

describe('WE-12 an edit of what somebody else may edit', () => {
  it('is taken from whoever saw the last version, and answers with the next ETag', async () => {
    const path = await aThing();
    const seen = await ask('GET', path);
    expect(seen.etag).toMatch(new RegExp(`^"${idOf(path)}\\.0\\.[\\w-]+"$`));
    const first = await rename(path, seen.etag, 'Anna');
    expect(first).toMatchObject({ status: 200, body: { version: '1', name: 'Anna' } });
    expect(first.etag).not.toBe(seen.etag);
    expect(await rename(path, first.etag, 'Bea')).toMatchObject({ status: 200, body: { version: '2', name: 'Bea' } });
  });

  it('by the second of two is refused with what is there now, and nothing is lost', async () => {
    const path = await aThing();
    const { etag } = await ask('GET', path);
    expect((await rename(path, etag, 'Anna')).status).toBe(200);
    const second = await rename(path, etag, 'Bea');
    expect(second).toMatchObject({
      status: 412,
      body: { code: 'parties.party.changed-meanwhile', params: { expected: '0', actual: '1' } },
    });
    expect((await ask('GET', path)).body.name).toBe('Anna');
  });

  it('of two at once is taken once', async () => {
    const path = await aThing();
    const { etag } = await ask('GET', path);
    const answers = await Promise.all(['Anna', 'Bea', 'Cléo'].map((name) => rename(path, etag, name)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412]);
  });

  it('may name id and version as a list shows them, and a tag that a proxy made weak', async () => {
    const path = await aThing();
    expect((await rename(path, `"${idOf(path)}.0"`, 'Anna')).status).toBe(200);
    expect((await rename(path, `W/"${idOf(path)}.1.x"`, 'Bea')).status).toBe(200);
  });

  it('without the version is refused before anything is done', async () => {
    const path = await aThing();
    expect(await ask('PUT', path, {}, { name: 'Anna' })).toMatchObject({
      status: 428,
      body: { code: 'platform.request.version-missing' },
    });
    expect((await ask('GET', path)).body.name).toBe('Zoé');
  });

  it.each(['*', 'x', '"x"', '"x.y"', `"${randomUUID()}.0"`])('with %s instead of its tag is refused', async (tag) => {
    const path = await aThing();
    expect(await rename(path, tag, 'Anna')).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/if-match', code: 'platform.field.pattern' }] },
    });
  });
});

describe('WE-12 what was read before', () => {
  it('is not sent again while it is still true', async () => {
    const path = await aThing();
    const { etag } = await ask('GET', path);
    expect(await ask('GET', path, unless(etag))).toMatchObject({ status: 304, body: undefined });
    await rename(path, etag, 'Anna');
    expect(await ask('GET', path, unless(etag))).toMatchObject({ status: 200, body: { name: 'Anna' } });
  });

  it('is sent again when something beside its version changed, which hinders no edit', async () => {
    const path = await aThing();
    const { etag } = await ask('GET', path);
    await service.admin.query('insert into thing_part (station_id, id, thing_id) values ($1, $2, $3)', [
      here.stationId,
      randomUUID(),
      idOf(path),
    ]);
    const news = await ask('GET', path, unless(etag));
    expect(news).toMatchObject({ status: 200, body: { version: '0', parts: 1 } });
    expect((await rename(path, etag, 'Anna')).status).toBe(200);
  });
});

describe('WE-12 every answer', () => {
  it.each([
    ['a thing', 200, '/api/things/open'],
    ['a refusal', 404, '/api/nothing'],
    ['health', 200, '/healthz'],
  ])('(%s) may be framed, sniffed or run by nobody, and is kept by the reader alone', async (_name, status, path) => {
    const { headers, ...answer } = await ask('GET', path);
    expect(answer.status).toBe(status);
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-security-policy': "default-src 'none';base-uri 'none';form-action 'none';frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'strict-transport-security': expect.stringMatching(/^max-age=\d+$/),
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'private, no-cache',
      'x-request-id': expect.stringMatching(/^[\w-]{36}$/),
    });
  });

  it('is closed to pages of elsewhere, before a request and after', async () => {
    const origin = { origin: 'https://elsewhere.example', 'access-control-request-method': 'PUT' };
    for (const method of ['OPTIONS', 'GET']) {
      const { headers } = await ask(method, '/api/things/open', origin);
      expect([...headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([]);
    }
  });
});

describe('WE-12 a limit', () => {
  it('is told with every answer; whoever is over it waits, and nobody else', async () => {
    const limited = await start({ NAVETTE_RATE_LIMIT_PER_SECOND: '1', NAVETTE_TRUSTED_PROXIES: 'loopback' });
    try {
      const from = async (address: string, headers: Record<string, string> = {}) => {
        const answer = await fetch(
          `${limited.httpUrl}/api/things/${'authorization' in headers ? randomUUID() : 'open'}`,
          {
            headers: { 'x-forwarded-for': address, ...headers },
          },
        );
        const { status } = answer;
        const header = (name: string) => Number(answer.headers.get(name) ?? NaN);
        const standing = ['limit', 'remaining', 'reset'].map((name) => header(`ratelimit-${name}`));
        return { status, standing, wait: header('retry-after'), body: await answer.json() };
      };
      /** Asks until it is refused. What Redis was too slow to count passes uncounted, and says nothing of where one stands. */
      const untilRefused = async (address: string, headers?: Record<string, string>) => {
        const counted = [];
        for (let i = 0; i < 100; i++) {
          const answer = await from(address, headers);
          if (!Number.isNaN(answer.standing[0])) counted.push(answer);
          if (answer.status === 429) return counted;
        }
        throw new Error('nobody was refused');
      };
      const answers = await untilRefused('198.51.100.1');
      const refused = answers.pop();
      expect(answers).toHaveLength(10);
      expect(answers[0]).toMatchObject({ status: 200, body: { address: '198.51.100.1' } });
      expect(answers.map(({ standing }) => standing.slice(0, 2))).toEqual(answers.map((_, i) => [10, 9 - i]));
      expect(refused).toMatchObject({ status: 429, body: { code: 'platform.request.rate-limited' } });
      expect(refused?.standing.slice(0, 2)).toEqual([10, 0]);
      expect(refused?.wait).toBe(refused?.standing[2]);
      expect(refused?.wait).toBeGreaterThan(0);
      expect((await from('198.51.100.2')).status).toBe(200);
      // Tokens that are tried count against the address they come from.
      const tried = await untilRefused('198.51.100.3', { authorization: 'Bearer x.y.z' });
      expect(tried.map(({ status }) => status)).toEqual([...Array(10).fill(401), 429]);
    } finally {
      await limited.stop();
    }
  });

  it('takes the word of no proxy that is not trusted', async () => {
    const { body } = await ask('GET', '/api/things/open', { 'x-forwarded-for': '198.51.100.9' });
    expect(body.address).toMatch(/127\.0\.0\.1$/);
  });
});
