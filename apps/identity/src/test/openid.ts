import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { decodeJwt, exportJWK, generateKeyPair, SignJWT, type JWTPayload } from 'jose';
import Provider, { type Adapter, type AdapterPayload } from 'oidc-provider';

export const CLIENT = { id: 'navette', secret: 'a secret of the client, 32 characters' } as const;
export const REDIRECT_URI = 'http://navette.test/signed-in';

/** What the provider does next; everything by the book where nothing is said. */
interface Manners {
  /** What it tells of whoever signs in. */
  claims: Record<string, unknown>;
  /** How they proved it there. */
  amr: string[];
  /** Changes ID tokens after they were made, and signs them again with its own key. */
  tamper: ((claims: JWTPayload) => JWTPayload) | undefined;
  /** Its codes are too old before they are used. */
  expiresCodes: boolean;
}

/** A real OpenID provider in this process, whose only user is whoever the test says. */
export interface TestProvider {
  readonly issuer: string;
  readonly manners: Manners;
  /** How often somebody came by with a code. */
  readonly tokenCalls: () => number;
  /** Why it refused the last code; empty where it did not. */
  readonly refusal: () => string;
  /** A browser that goes there, signs in and is sent back; the query it comes back with. */
  browse(url: string): Promise<string>;
  stop(): Promise<void>;
}

/** @param redirectUri where it sends browsers back to, and nowhere else */
export async function startProvider(redirectUri: string = REDIRECT_URI): Promise<TestProvider> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const jwk = { ...(await exportJWK(privateKey)), kid: 'test', alg: 'RS256', use: 'sig' };
  const manners: Manners = { claims: {}, amr: [], tamper: undefined, expiresCodes: false };
  let tokenCalls = 0;
  let refusal = '';
  let handle: (request: IncomingMessage, response: ServerResponse) => void = () => undefined;
  const server = createServer((request, response) => {
    handle(request, response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    adapter: shelf(manners),
    clients: [CLIENT, { id: 'other', secret: 'another secret, which is as long as that' }].map(({ id, secret }) => ({
      client_id: id,
      client_secret: secret,
      redirect_uris: [redirectUri],
    })),
    claims: { openid: ['sub', 'amr'], email: ['email', 'email_verified'], groups: ['groups'] },
    cookies: { keys: ['a key of the cookies'] },
    features: { devInteractions: { enabled: false } },
    findAccount: (_ctx, sub) => ({ accountId: sub, claims: () => ({ sub, ...manners.claims }) }),
    interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
    jwks: { keys: [jwk] },
    // Nobody is asked whether they agree.
    loadExistingGrant: async (ctx) => {
      const { client, session } = ctx.oidc;
      const grant = new provider.Grant({ clientId: client?.clientId ?? '', accountId: session?.accountId ?? '' });
      grant.addOIDCScope('openid email groups');
      await grant.save();
      return grant;
    },
    pkce: { required: () => true },
    ttl: { AccessToken: 60, AuthorizationCode: 60, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
  });
  provider.on('grant.error', (_ctx, error) => {
    refusal = error.error_detail ?? error.message;
  });
  provider.use(async (ctx, next) => {
    if (ctx.path === '/token') refusal = '';
    await next();
    const body = ctx.body as { id_token?: string } | undefined;
    if (ctx.path === '/token') tokenCalls += 1;
    if (ctx.path !== '/token' || body?.id_token === undefined || manners.tamper === undefined) return;
    const claims = manners.tamper(decodeJwt(body.id_token));
    const header = { alg: 'RS256', kid: 'test' };
    ctx.body = { ...body, id_token: await new SignJWT(claims).setProtectedHeader(header).sign(privateKey) };
  });
  const answer = provider.callback();
  handle = (request, response) => {
    if (request.url?.startsWith('/interaction/') !== true) {
      void answer(request, response);
      return;
    }
    void provider.interactionFinished(request, response, { login: { accountId: 'somebody', amr: manners.amr } });
  };
  return {
    issuer,
    manners,
    tokenCalls: () => tokenCalls,
    refusal: () => refusal,
    browse,
    stop: () => new Promise((done) => server.close(() => { done(); })), // prettier-ignore
  };
}

/** Follows redirects with cookies as a browser does, until it is sent back to us. */
async function browse(url: string): Promise<string> {
  const jar = new Map<string, string>();
  for (let next = url, step = 0; step < 10; step += 1) {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(next, { redirect: 'manual', headers: { cookie } });
    for (const set of response.headers.getSetCookie()) {
      const [pair = ''] = set.split(';');
      jar.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
    }
    const location = response.headers.get('location');
    if (location === null) throw new Error(`no way back: ${response.status} ${await response.text()}`);
    next = new URL(location, next).href;
    if (next.startsWith(REDIRECT_URI)) return new URL(next).search;
  }
  throw new Error('no end of redirects');
}

/** Where it keeps what it knows; what comes from its own is of this process only, which may change it. */
function shelf(manners: Manners): (model: string) => Adapter {
  const all = new Map<string, AdapterPayload>();
  return (model) => ({
    async upsert(id, payload) {
      const old = model === 'AuthorizationCode' && manners.expiresCodes;
      all.set(`${model}:${id}`, old ? { ...payload, exp: Number(payload.exp) - 3_600 } : payload);
    },
    find: async (id) => all.get(`${model}:${id}`),
    findByUid: async (uid) => [...all.values()].find((one) => one.kind === model && one.uid === uid),
    findByUserCode: async () => undefined,
    async consume(id) {
      const payload = all.get(`${model}:${id}`);
      if (payload !== undefined) payload['consumed'] = Math.floor(Date.now() / 1_000);
    },
    async destroy(id) {
      all.delete(`${model}:${id}`);
    },
    async revokeByGrantId(grantId) {
      for (const [key, payload] of all) if (payload.grantId === grantId) all.delete(key);
    },
  });
}
