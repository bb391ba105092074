import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { liveChanges } from '@navette/api-client';
import { GrantChangedMessage, PartyChangedMessage } from '@navette/contracts';
import {
  IdentityServiceService as Identity,
  type GetGrantRequest,
  type GetGrantResponse,
} from '@navette/contracts/identity/v1/service';
import { PublicRpc } from '@navette/platform/rpc';
import { startService, type RunningService } from '@navette/platform/service';
import {
  eventually,
  freePort,
  startTestService,
  testScope,
  testTenant,
  TestTokens,
  type TestService,
  type TestTenant,
} from '@navette/testing';
import { Controller } from '@nestjs/common';
import { EventSourceParserStream } from 'eventsource-parser/stream';
import { apiService } from '../api.service.js';

const [lille, lyon] = [testTenant('lille'), testTenant('lyon')];
const READ = 'parties:party.read';
const NAME = 'Delannoy-Vandewalle';
/** Who has other rights than `READ`, by station and subject. */
const grants = new Map<string, { rights: string[]; version: number }>();

@Controller()
class IdentityStandIn {
  @PublicRpc(Identity.getGrant, 'a stand-in')
  async getGrant({ stationId, subject }: GetGrantRequest): Promise<GetGrantResponse> {
    const { rights, version } = grants.get(`${stationId}/${subject}`) ?? { rights: [READ], version: 1 };
    return { rights, version: String(version) };
  }
}

let identity: TestService;
let parties: TestService;
const tokens = new TestTokens();
const copies: { api: RunningService; url: string }[] = [];

async function startCopy(): Promise<{ api: RunningService; url: string }> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const api = await startService(apiService, {
    env: {
      ...identity.env,
      NAVETTE_API_HTTP_PORT: String(port),
      NAVETTE_API_CLIENT_SECRET: 'test',
      NAVETTE_IDENTITY_GRPC_URL: identity.grpcAddress,
    },
    keys: () => tokens.keys(),
    drainMs: 1_000,
  });
  await eventually(async () => ((await fetch(`${url}/readyz`)).ok ? true : undefined));
  const copy = { api, url };
  copies.push(copy);
  return copy;
}

beforeAll(async () => {
  const { getGrant } = Identity;
  identity = await startTestService({
    name: 'identity',
    migrations: [],
    grpc: { definition: { getGrant }, controllers: [IdentityStandIn] },
  });
  const prefix = identity.env['NAVETTE_STREAM_PREFIX'] as string;
  parties = await startTestService({ name: 'parties', migrations: [] }, { prefix });
  await startCopy();
});
afterAll(async () => {
  await Promise.all(copies.map(({ api }) => api.stop()));
  await parties.stop();
  await identity.stop();
});

const open: { stop(): void }[] = [];
afterEach(() => open.splice(0).forEach((reader) => reader.stop()));

interface Heard {
  readonly name: string;
  readonly lastId: string;
  readonly data: { id?: string; aggregate?: string; version?: number; type?: string };
}

/** A page of a station that listens. */
async function listen(tenant: TestTenant, options: { lastId?: string; token?: string; url?: string } = {}) {
  const { url = copies[0]?.url as string, lastId, token = await tokens.sign(tenant) } = options;
  const abort = new AbortController();
  const response = await fetch(`${url}/api/v1/live`, {
    headers: { authorization: `Bearer ${token}`, ...(lastId !== undefined && { 'last-event-id': lastId }) },
    signal: abort.signal,
  });
  const heard: Heard[] = [];
  let raw = '';
  const reading = (async () => {
    const watched = new TransformStream<string, string>({
      transform: (text, controller) => {
        raw += text;
        controller.enqueue(text);
      },
    });
    const events = (response.body as ReadableStream<Uint8Array>)
      .pipeThrough(new TextDecoderStream())
      .pipeThrough(watched)
      .pipeThrough(new EventSourceParserStream());
    for await (const { event = '', id = '', data } of events)
      heard.push({ name: event, lastId: id, data: JSON.parse(data) as Heard['data'] });
  })().catch(() => undefined);
  const reader = {
    response,
    heard,
    raw: () => raw,
    ids: () => heard.filter(({ name }) => name === 'change').map(({ data }) => data.id),
    hears: (count: number) => eventually(() => (reader.ids().length >= count ? true : undefined)),
    ended: reading,
    stop: () => abort.abort(),
  };
  open.push(reader);
  if (response.ok) await eventually(() => (heard.length > 0 ? true : undefined));
  return reader;
}

/** A party of a station changes; its id. */
async function change(tenant: TestTenant): Promise<string> {
  const id = randomUUID();
  await parties.db.tenantTx(testScope(tenant), async (tx) => {
    tx.audit('party', id);
    tx.publish(PartyChangedMessage, { type: 'party', id, version: 7 }, { party: { id, name: NAME } } as never);
  });
  return id;
}

async function grant(tenant: TestTenant, rights: string[]): Promise<void> {
  const { stationId } = tenant;
  const subject = testScope(tenant).actor.id;
  const id = `${stationId}/${subject}`;
  const version = (grants.get(id)?.version ?? 1) + 1;
  grants.set(id, { rights, version });
  await parties.db.tenantTx(testScope(tenant), async (tx) => {
    tx.audit('grant', subject);
    const aggregate = { type: 'grant', id, version };
    tx.publish(GrantChangedMessage, aggregate, { subject, stationId, rights, version: String(version) });
  });
}

describe('WE-3 the live stream', () => {
  it('tells each station of its own changes, and never what they hold', async () => {
    const [here, elsewhere] = [await listen(lille), await listen(lyon)];
    const mine = await change(lille);
    const theirs = await change(lyon);
    await here.hears(1);
    await elsewhere.hears(1);
    expect([here.ids(), elsewhere.ids()]).toEqual([[mine], [theirs]]);
    const type = PartyChangedMessage.type;
    expect(here.heard.at(-1)).toMatchObject({ name: 'change', data: { type, aggregate: 'party', version: 7 } });
    expect(here.raw()).not.toContain(NAME);
    expect(here.response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(here.response.headers.get('cache-control')).toBe('no-store');
  });

  it('shows nothing from when a right is taken until it is given again', async () => {
    const token = await tokens.sign(lille);
    const reader = await listen(lille, { token });
    const witness = await listen(lille, { token: await tokens.sign(lille, { kind: 'user', id: randomUUID() }) });
    const before = await change(lille);
    await reader.hears(1);
    await grant(lille, []);
    const route = `${copies[0]?.url}/api/v1/parties`;
    await eventually(async () => {
      const { status } = await fetch(route, { headers: { authorization: `Bearer ${token}` } });
      return status === 403 ? true : undefined;
    });
    const hidden = await change(lille);
    await witness.hears(2);
    await grant(lille, [READ]);
    // Sooner or later shown again; what was published meanwhile stays unsaid.
    await eventually(async () => {
      const next = await change(lille);
      await eventually(() => (witness.ids().includes(next) ? true : undefined));
      return reader.ids().length > 1 ? true : undefined;
    });
    expect(witness.ids().slice(0, 2)).toEqual([before, hidden]);
    expect(reader.ids()[0]).toBe(before);
    expect(reader.ids()).not.toContain(hidden);
  });

  it('is taken up at another copy where it was cut, without loss or repeat', async () => {
    const [first, second] = [await startCopy(), await startCopy()];
    let url = first.url;
    const ids: string[] = [];
    const kinds = new Set<string>();
    const abort = new AbortController();
    const token = await tokens.sign(lille);
    const client = (async () => {
      const changes = liveChanges({
        baseUrl: 'http://edge.test',
        token: () => token,
        signal: abort.signal,
        fetch: (request) =>
          fetch(request.url.replace('http://edge.test', url), { headers: request.headers, signal: request.signal }),
      });
      for await (const one of changes) {
        kinds.add(one.kind);
        if (one.kind === 'change') ids.push(one.id);
      }
    })();
    const published: string[] = [];
    await eventually(async () => {
      // Until the client hears; from its first word on nothing may be missing.
      published.push(await change(lille));
      return ids.length > 0 ? true : undefined;
    });
    const from = published.indexOf(ids[0] as string);
    const goesOn = async (count: number) => {
      for (let i = 0; i < count; i++) published.push(await change(lille));
    };
    await goesOn(5);
    url = second.url;
    const stopping = first.api.stop();
    copies.splice(copies.indexOf(first), 1);
    await goesOn(20);
    await stopping;
    await goesOn(5);
    await eventually(() => (ids.length >= published.length - from ? true : undefined));
    expect(ids).toEqual(published.slice(from));
    expect([...kinds]).toEqual(['change']);
    abort.abort();
    await client;
  });

  it.each([
    ['is none', () => 'x'],
    ['is of a stream that was never', () => 'parties=9999999'],
  ])('whose last id %s begins anew, and goes on', async (_title, lastId) => {
    const reader = await listen(lille, { lastId: lastId() });
    expect(reader.heard[0]?.name).toBe('reset');
    const id = await change(lille);
    await reader.hears(1);
    expect(reader.ids()).toEqual([id]);
  });

  it('begins anew for whoever missed more than is repeated', async () => {
    const reader = await listen(lille);
    const lastId = reader.heard[0]?.lastId as string;
    reader.stop();
    await parties.db.tenantTx(testScope(lille), async (tx) => {
      for (let i = 0; i <= 500; i++) {
        const id = randomUUID();
        tx.audit('party', id);
        tx.publish(PartyChangedMessage, { type: 'party', id, version: 1 }, { party: { id } } as never);
      }
    });
    const waiting = 'select 1 from outbox where published_at is null';
    await eventually(async () => ((await parties.admin.query(waiting)).rowCount === 0 ? true : undefined));
    const back = await listen(lille, { lastId });
    const next = await change(lille);
    await back.hears(1);
    expect(back.heard.map(({ name }) => name)).toEqual(['reset', 'change']);
    expect(back.ids()).toEqual([next]);
  });

  it('ends with the token, and is open to nobody without one', async () => {
    const reader = await listen(lille, { token: await tokens.sign(lille, undefined, { expiresIn: '2s' }) });
    await reader.ended;
    expect(reader.heard.at(-1)?.name).toBe('expired');
    for (const token of ['', await tokens.sign(lille, { kind: 'client', id: 'acme' })]) {
      const refused = await listen(lille, { token });
      expect(refused.response.status).toBe(token === '' ? 401 : 403);
    }
  });
});
