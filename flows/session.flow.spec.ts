import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { apiService } from '@navette/api';
import { IdentityServiceService as Identity } from '@navette/contracts/identity/v1/service';
import { demoStations, demoUserId, identityService, seedIdentity } from '@navette/identity';
import { RIGHTS, rightsOfRole } from '@navette/reference';
import { createRpcClient, type RpcClient } from '@navette/platform/rpc';
import { startService, type RunningService } from '@navette/platform/service';
import { eventually, freePort, startTestService, type TestService } from '@navette/testing';

/*
 * ID-6 as a browser has it: the edge and identity, each with the other's real tokens.
 */

const PASSWORD = 'une phrase de passe';
const PUBLIC = 'https://navette.example';

/** Lends its database; its tokens are the test's. */
let lender: TestService;
const running: RunningService[] = [];
/** The edge as it is on one's own machine, and behind a proxy that speaks https. */
const urls = { plain: '', secure: '' };
/** As the gateway asks it for tokens. */
let identity: RpcClient<typeof Identity>;

beforeAll(async () => {
  lender = await startTestService(identityService, { env: { NAVETTE_IDENTITY_SECRET_KEY: 'k'.repeat(32) } });
  const [grpc, http] = [await freePort(), await freePort()];
  const env: NodeJS.ProcessEnv = {
    ...lender.env,
    NAVETTE_IDENTITY_GRPC_PORT: String(grpc),
    NAVETTE_IDENTITY_GRPC_URL: `127.0.0.1:${grpc}`,
    NAVETTE_IDENTITY_HTTP_PORT: String(http),
    NAVETTE_SEED_USER_PASSWORD: PASSWORD,
    NAVETTE_SEED_MANUFACTURER_CLIENT_SECRET: 'manufacturer secret',
    NAVETTE_IDENTITY_CLIENT_SECRET: 'secret of identity',
    NAVETTE_API_CLIENT_SECRET: 'secret of api',
  };
  await seedIdentity(env, {
    rights: RIGHTS,
    manufacturerRights: [],
    serviceCalls: new Map(['identity', 'api'].map((name) => [name, []])),
  });
  running.push(await startService(identityService, { env }));
  identity = createRpcClient(Identity, `127.0.0.1:${grpc}`, undefined, 10);
  for (const edge of ['plain', 'secure'] as const) {
    const port = await freePort();
    const own = { NAVETTE_API_HTTP_PORT: String(port), ...(edge === 'secure' && { NAVETTE_API_PUBLIC_URL: PUBLIC }) };
    running.push(await startService(apiService, { env: { ...env, ...own } }));
    urls[edge] = `http://127.0.0.1:${port}`;
    await eventually(async () => ((await fetch(`${urls[edge]}/readyz`)).ok ? true : undefined));
  }
}, 120_000);
afterAll(async () => {
  identity?.close();
  for (const one of running.reverse()) await one.stop();
  await lender?.stop();
});

/** A browser: it keeps the cookie, and says where its page is from. */
class Browser {
  cookie = '';
  token = '';
  attributes: readonly string[] = [];
  readonly headers: Record<string, string>;

  constructor(
    private readonly edge: 'plain' | 'secure' = 'plain',
    headers: Record<string, string> = {},
  ) {
    this.headers = { origin: edge === 'plain' ? urls.plain : PUBLIC, 'sec-fetch-site': 'same-origin', ...headers };
  }

  /** As a page that does not give up: what a busy machine leaves unanswered is sent again. */
  send(method: string, path: string, body?: object, headers: Record<string, string> = {}) {
    return eventually(
      async () => {
        const answer = await this.#once(method, path, body, headers);
        return answer.status === 503 ? undefined : answer;
      },
      { timeoutMs: 60_000 },
    );
  }

  async #once(method: string, path: string, body: object | undefined, headers: Record<string, string>) {
    const response = await fetch(`${urls[this.edge]}/api/v1${path}`, {
      method,
      headers: {
        ...this.headers,
        ...headers,
        ...(this.cookie !== '' && { cookie: `other=1; ${this.cookie}` }),
        ...(this.token !== '' && { authorization: `Bearer ${this.token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const [set = ''] = response.headers.getSetCookie();
    if (set !== '') [this.cookie = '', ...this.attributes] = set.split('; ');
    const answer = (await response.json()) as Record<string, unknown>;
    if (typeof answer['accessToken'] === 'string') this.token = answer['accessToken'];
    const [caching, etag] = ['cache-control', 'etag'].map((name) => response.headers.get(name));
    return { status: response.status, body: answer, caching, etag };
  }

  async signedIn(): Promise<this> {
    const { status } = await this.send('POST', '/session', { login: 'demo', password: PASSWORD });
    expect(status).toBe(200);
    return this;
  }
}

describe('ID-6 a session in a browser', () => {
  it('is kept by a cookie that no script and no other site sees', async () => {
    const browser = await new Browser().signedIn();
    expect(browser.cookie).toMatch(/^navette-refresh=[\w-]{43}$/);
    expect(browser.attributes).toEqual(
      expect.arrayContaining(['HttpOnly', 'SameSite=Strict', 'Path=/api/v1', 'Max-Age=43200']),
    );
    expect(browser.attributes).not.toContain('Secure');
  });

  it('is kept, where browsers come by https, by a cookie of this host alone', async () => {
    const browser = await new Browser('secure').signedIn();
    expect(browser.cookie).toMatch(/^__Host-navette-refresh=[\w-]{43}$/);
    expect(browser.attributes).toEqual(expect.arrayContaining(['HttpOnly', 'SameSite=Strict', 'Path=/', 'Secure']));
    expect(browser.attributes.join()).not.toContain('Domain');
    expect((await browser.send('POST', '/session/refresh', {})).status).toBe(200);
  });

  it('is refreshed, moved to another station, and ended', async () => {
    const browser = await new Browser('plain', { 'user-agent': 'Firefox of the counter' }).signedIn();
    const [first, firstCookie] = [browser.token, browser.cookie];
    const refreshed = await browser.send('POST', '/session/refresh');
    expect([refreshed.status, refreshed.caching]).toEqual([200, 'no-store']);
    expect(Object.keys(refreshed.body).sort()).toEqual(['accessToken', 'expiresInSeconds', 'secondFactorDue']);
    expect(browser.token).not.toBe(first);
    expect(browser.cookie).not.toBe(firstCookie);

    await browser.send('POST', '/session/refresh', { station: 'ARR' });
    const { body: self } = await browser.send('GET', '/session');
    expect(self).toMatchObject({ id: demoUserId, stationId: demoStations.ARR, role: 'administrator' });
    expect(self['rights']).toEqual(rightsOfRole('administrator'));
    const { body } = await browser.send('GET', '/sessions');
    expect(body['sessions']).toContainEqual(
      expect.objectContaining({ device: 'Firefox of the counter', stationId: demoStations.ARR, current: true }),
    );

    expect((await browser.send('DELETE', '/session')).status).toBe(200);
    expect(browser.cookie).toBe('navette-refresh=');
    browser.cookie = firstCookie;
    const over = await browser.send('POST', '/session/refresh');
    expect([over.status, over.body['code']]).toEqual([401, 'identity.session.refused']);
  });

  it('is ended from another one, by id or with all others', async () => {
    const [mine, other, third] = [
      await new Browser().signedIn(),
      await new Browser().signedIn(),
      await new Browser().signedIn(),
    ];
    const { body } = await other.send('GET', '/sessions');
    const { id } = (body['sessions'] as { id: string; current: boolean }[]).find(({ current }) => current) as {
      id: string;
    };
    expect(await mine.send('DELETE', `/sessions/${id}`)).toMatchObject({ status: 200, body: { ended: 1 } });
    expect((await other.send('POST', '/session/refresh')).status).toBe(401);
    expect(await mine.send('DELETE', `/sessions/${id}`)).toMatchObject({
      status: 404,
      body: { code: 'identity.session.not-found' },
    });
    expect((await mine.send('POST', '/sessions/end-others')).status).toBe(200);
    expect((await third.send('POST', '/session/refresh')).status).toBe(401);
    expect((await mine.send('POST', '/session/refresh')).status).toBe(200);
  });

  it('without a cookie, or with one that is none, is over; without a token nobody is asked about', async () => {
    const nobody = new Browser();
    expect((await nobody.send('POST', '/session/refresh')).status).toBe(401);
    nobody.cookie = 'navette-refresh=x';
    expect((await nobody.send('POST', '/session/refresh')).status).toBe(401);
    expect((await nobody.send('DELETE', '/session')).status).toBe(200);
    for (const path of ['/session', '/sessions']) {
      expect(await nobody.send('GET', path)).toMatchObject({
        status: 401,
        body: { code: 'platform.request.unauthenticated' },
      });
    }
  });
});

describe('ID-6 a request from a page that is not ours', () => {
  it.each([
    ['another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['a site of the same domain', { 'sec-fetch-site': 'same-site' }],
    ['a sandboxed page', { origin: 'null' }],
    ['an old browser that says its origin alone', { origin: 'https://navette.example.evil.example' }],
  ])('is refused: %s', async (_name, headers) => {
    for (const edge of ['plain', 'secure'] as const) {
      const ours = await new Browser(edge).signedIn();
      const theirs = new Browser(edge, headers);
      theirs.cookie = ours.cookie;
      const refused = { status: 403, body: { code: 'identity.session.foreign-origin' } };
      expect(await theirs.send('POST', '/session/refresh')).toMatchObject(refused);
      expect(await theirs.send('DELETE', '/session')).toMatchObject(refused);
      expect(await theirs.send('POST', '/session', { login: 'demo', password: PASSWORD })).toMatchObject(refused);
      // Nothing happened to the session.
      expect((await ours.send('POST', '/session/refresh')).status).toBe(200);
    }
  });

  it('has no use of the cookie elsewhere: the other routes ask for the token', async () => {
    const browser = await new Browser().signedIn();
    browser.token = '';
    expect((await browser.send('GET', '/stations')).status).toBe(401);
  });
});

describe('ID-6 a program', () => {
  it('signs in without cookie or origin, and works by the token in the answer', async () => {
    const response = await fetch(`${urls.secure}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ login: 'demo', password: PASSWORD, station: 'LEN' }),
    });
    const { accessToken, expiresInSeconds } = (await response.json()) as {
      accessToken: string;
      expiresInSeconds: number;
    };
    expect(expiresInSeconds).toBe(300);
    const stations = await fetch(`${urls.secure}/api/v1/stations`, {
      headers: { authorization: `Bearer ${accessToken}` },
    });
    expect(stations.status).toBe(200);
  });
});

describe('ID-2 ID-5 ID-9 the first and the last day of somebody', () => {
  it('go by links, versions and names', async () => {
    const chief = await new Browser().signedIn();
    const person = { login: 'nadia', name: 'Nadia Lefort', email: 'nadia@houplin.example' };
    const given = { person, work: { role: 'logistician', addedRights: ['operations:audit.read'] } };
    const made = await chief.send('POST', '/users', given, { 'idempotency-key': 'nadia' });
    expect([made.status, made.body]).toMatchObject([201, { person, active: true, version: '1' }]);
    const { id } = made.body as { id: string };
    const link = await chief.send('POST', `/users/${id}/password-link`);
    expect([link.status, link.caching]).toEqual([201, 'no-store']);
    const [, secret] = /^\/set-password#([\w-]{22})$/.exec(link.body['link'] as string) ?? [];

    const nadia = new Browser();
    const password = 'cinq caisses de courroies';
    expect(await nadia.send('POST', '/session/password-by-link', { secret, password })).toMatchObject({ status: 200 });
    expect(await nadia.send('POST', '/session/password-by-link', { secret, password })).toMatchObject({
      status: 422,
      body: { code: 'identity.password-link.refused' },
    });
    expect((await nadia.send('POST', '/session', { login: 'Nadia', password })).status).toBe(200);
    expect((await nadia.send('GET', '/session')).body).toMatchObject({ name: 'Nadia Lefort', role: 'logistician' });
    expect((await nadia.send('GET', '/users')).status).toBe(403);
    const changed = { current: password, password: 'six caisses de courroies' };
    expect((await nadia.send('PUT', '/session/password', changed)).status).toBe(200);
    expect((await nadia.send('POST', '/session/refresh')).status).toBe(200);

    const rights = (await chief.send('GET', '/rights')).body['rights'] as { name: string; roles: string[] }[];
    expect(rights.map(({ name }) => name)).toEqual(RIGHTS);
    expect(rights.find(({ name }) => name === 'stock:receipt.validate')).toEqual({
      name: 'stock:receipt.validate',
      text: { fr: 'Valider une réception', en: 'Validate a receipt' },
      roles: ['administrator', 'logistician'],
    });

    const leaves = { person: { ...person, colour: '#2f6f9f', idleMinutes: 60 }, active: false };
    expect((await chief.send('PUT', `/users/${id}`, leaves, { 'idempotency-key': 'x' })).status).toBe(428);
    const left = await chief.send('PUT', `/users/${id}`, leaves, {
      'idempotency-key': 'leaves',
      'if-match': made.etag as string,
    });
    expect([left.status, left.body]).toMatchObject([200, { active: false, version: '2' }]);
    expect((await nadia.send('POST', '/session/refresh')).status).toBe(401);
    const trail = await chief.send('GET', `/operations/identity/audit?actorId=${id}`);
    const entries = trail.body['entries'] as { actorName: string; operation: string }[];
    expect(entries.map(({ operation }) => operation)).toContain('identity:own-password.change');
    expect(new Set(entries.map(({ actorName }) => actorName))).toEqual(new Set(['Nadia Lefort']));
  });
});

describe('ID-8 a machine client over HTTP', () => {
  const SEND = 'device-gateway:mission-order.send';
  const nobody = { token: '', requestId: 'test', correlationId: 'test' };
  /** Whether the client gets a token by this secret. */
  const gets = (clientId: string, clientSecret: string) =>
    identity
      .issueClientToken({ clientId, clientSecret, audience: 'device-gateway', stationId: '', scope: '' }, nobody)
      .then(({ accessToken }) => accessToken !== '', ({ code }: { code: string }) => code); // prettier-ignore

  it('is made, shown its secret once, given another with overlap, and revoked at once', async () => {
    const chief = await new Browser().signedIn();
    const key = { 'idempotency-key': 'machine' };
    const asked = { name: 'Électrobel Nord', rights: [SEND] };
    const made = await chief.send('POST', '/machine-clients', asked, key);
    expect([made.status, made.caching]).toEqual([201, 'no-store']);
    const { clientId: id, secret: first } = made.body as { clientId: string; secret: string };
    expect(await gets(id, first)).toBe(true);
    expect(await chief.send('POST', '/machine-clients', asked, key)).toMatchObject({
      status: 201,
      body: { clientId: id, secret: '' },
    });
    const { body: list } = await chief.send('GET', '/machine-clients');
    expect(JSON.stringify(list)).toContain(id);
    expect(JSON.stringify(list)).not.toContain(first);

    const rotated = await chief.send('POST', `/machine-clients/${id}/secret`, { overlapSeconds: 3_600 }, { 'idempotency-key': 'rotate' }); // prettier-ignore
    expect([rotated.status, rotated.caching]).toEqual([200, 'no-store']);
    const { secret: second } = rotated.body as { secret: string };
    expect([await gets(id, first), await gets(id, second)]).toEqual([true, true]);
    const ended = await chief.send('POST', `/machine-clients/${id}/secret`, { overlapSeconds: 0 }, { 'idempotency-key': 'leaked' }); // prettier-ignore
    const { secret: third } = ended.body as { secret: string };
    const refused = 'identity.client.refused';
    expect([await gets(id, first), await gets(id, second), await gets(id, third)]).toEqual([refused, refused, true]);

    const other = await new Browser().signedIn();
    await other.send('POST', '/session/refresh', { station: 'ARR' });
    const foreign = await other.send('DELETE', `/machine-clients/${id}`, undefined, { 'idempotency-key': 'foreign' });
    expect([foreign.status, foreign.body['code']]).toEqual([403, 'identity.machine-client.not-yours']);
    const revoked = await chief.send('DELETE', `/machine-clients/${id}`, undefined, { 'idempotency-key': 'revoke' });
    expect(revoked).toMatchObject({ status: 200, body: { revokedAt: expect.stringMatching(/Z$/) } });
    expect(await gets(id, third)).toBe(refused);
    for (const path of ['/machine-clients', `/machine-clients/${id}/secret`])
      expect((await new Browser().send('POST', path, {}, key)).status).toBe(401);
  });
});

describe('ID-5 a second factor over HTTP', () => {
  it('is started, refused a wrong code, and demanded by a station', async () => {
    const browser = await new Browser().signedIn();
    const started = await browser.send('POST', '/session/second-factor');
    expect([started.status, started.caching]).toEqual([201, 'no-store']);
    expect(started.body['uri']).toMatch(/^otpauth:\/\/totp\/Navette:demo\?secret=[A-Z2-7]{32}&issuer=Navette$/);
    expect(await browser.send('POST', '/session/second-factor/confirm', { code: '000 000' })).toMatchObject({
      status: 401,
      body: { code: 'identity.second-factor.code-refused' },
    });
    const key = { 'idempotency-key': 'demand' };
    const demanded = { secondFactor: 'required' };
    expect(await browser.send('PUT', '/sign-in-policy', demanded, key)).toMatchObject({ status: 200, body: demanded });
    expect((await browser.send('POST', '/session/refresh')).body['secondFactorDue']).toBe(true);
    // Nothing but their own until they have one, or enter a station that does not ask for it.
    expect((await browser.send('GET', '/stations')).status).toBe(403);
    expect((await browser.send('GET', '/session')).status).toBe(200);
    expect((await browser.send('POST', '/session/second-factor')).status).toBe(201);
    expect((await browser.send('POST', '/session/refresh', { station: 'LEN' })).body['secondFactorDue']).toBe(false);
    expect((await browser.send('GET', '/stations')).status).toBe(200);
  });
});
