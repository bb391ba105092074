import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  IdentityServiceService as Identity,
  type GetGrantRequest,
  type GetGrantResponse,
} from '@navette/contracts/identity/v1/service';
import { derivedId, DomainError } from '@navette/kernel';
import { declaredRights } from '@navette/platform/auth';
import { OPERATION } from '@navette/platform/http';
import { PublicRpc, type RpcDefinition } from '@navette/platform/rpc';
import { startService, type RunningService } from '@navette/platform/service';
import { eventually, freePort, startTestService, testTenant, TestTokens, type TestService } from '@navette/testing';
import { Controller } from '@nestjs/common';
import { METHOD_METADATA } from '@nestjs/common/constants';
import { apiService } from './api.service.js';
import { apiDocument } from './openapi.http.js';

interface Route {
  readonly id: string;
  readonly method: string;
  /** With an id that nothing has in place of each parameter. */
  readonly path: string;
  /** Absent where whoever is signed in may call about themselves, or anybody may. */
  readonly right: string | undefined;
  readonly own: boolean;
}

/** As the OpenAPI document tells them. */
function documentedRoutes(): Route[] {
  const { paths } = apiDocument() as {
    paths: Record<string, Record<string, { operationId: string; description?: string }>>;
  };
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { operationId, description = '' }]) => ({
      id: operationId,
      method: method.toUpperCase(),
      path: path.replace(/\{\w+\}/g, derivedId('every-route', 'nothing')),
      right: /^Right: `(.+)`$/.exec(description)?.[1],
      own: description === 'For whoever is signed in',
    })),
  );
}

/** What whoever is signed in may do about themselves. */
const OWN = [
  'changeOwnPassword',
  'confirmSecondFactor',
  'endOtherSessions',
  'endSession',
  'getPreference',
  'getSelf',
  'listSessions',
  'live',
  'removeSecondFactor',
  'search',
  'setPreference',
  'startSecondFactor',
];

const routes = documentedRoutes();
const ownRoutes = routes.filter(({ own }) => own);
const closed = routes.filter((route): route is Route & { right: string } => route.right !== undefined);

/** Who holds which rights, by subject. */
const granted = new Map<string, readonly string[]>();

const away = () =>
  new DomainError('platform.service.unavailable', { service: 'identity' }, [], { kind: 'unavailable' });

/** Knows who may what; for the rest it is as far away as the other services. */
@Controller()
class IdentityStandIn {
  @PublicRpc(Identity.getGrant, 'a stand-in')
  async getGrant({ subject }: GetGrantRequest): Promise<GetGrantResponse> {
    return { rights: [...(granted.get(subject) ?? [])], version: '1' };
  }
}
for (const [name, method] of Object.entries<RpcDefinition[string]>(Identity)) {
  if (name === 'getGrant') continue;
  const handler = { configurable: true, writable: true, value: () => Promise.reject(away()) };
  Object.defineProperty(IdentityStandIn.prototype, name, handler);
  PublicRpc(method, 'a stand-in')(IdentityStandIn.prototype, name, handler);
}

const tokens = new TestTokens();
let identity: TestService;
let api: RunningService;
let url: string;

beforeAll(async () => {
  const grpc = { definition: Identity, controllers: [IdentityStandIn] } as never;
  identity = await startTestService({ name: 'identity', migrations: [], grpc });
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  const others = ['PARTIES', 'INTERVENTIONS', 'STOCK', 'BILLING', 'ACCOUNTING', 'NOTIFICATIONS', 'DEVICE_GATEWAY'];
  api = await startService(apiService, {
    env: {
      ...identity.env,
      NAVETTE_API_HTTP_PORT: String(port),
      NAVETTE_API_CLIENT_SECRET: 'test',
      NAVETTE_IDENTITY_GRPC_URL: identity.grpcAddress,
      // Nobody listens there.
      ...Object.fromEntries(others.map((service) => [`NAVETTE_${service}_GRPC_URL`, '127.0.0.1:1'])),
    },
    keys: () => tokens.keys(),
  });
  await eventually(async () => ((await fetch(`${url}/readyz`)).ok ? true : undefined));
});
afterAll(async () => {
  await api.stop();
  await identity.stop();
});

/** A token of somebody who holds these rights. */
async function holderOf(name: string, rights: readonly string[]): Promise<string> {
  const id = derivedId('every-route', name);
  granted.set(id, rights);
  return tokens.sign(testTenant('here'), { kind: 'user', id });
}

async function call({ id, method, path }: Route, token?: string) {
  const requestId = `every-route-${id}`;
  const response = await fetch(`${url}${path}`, {
    method,
    headers: {
      'x-request-id': requestId,
      'accept-language': 'en',
      'idempotency-key': 'k',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(method !== 'GET' && { 'content-type': 'application/json' }),
    },
    ...(method !== 'GET' && { body: '{}' }),
  });
  return { response, requestId, body: (await response.json()) as Record<string, unknown> };
}

/** What every refusal is, whatever it is about (RFC 9457). */
function expectProblem({ response, requestId, body }: Awaited<ReturnType<typeof call>>, status: number, code: string) {
  expect(response.status).toBe(status);
  expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(response.headers.get('x-request-id')).toBe(requestId);
  expect(body).toMatchObject({
    type: `urn:navette:problem:${code}`,
    title: expect.stringMatching(/\S/),
    status,
    code,
    requestId,
  });
}

describe('ID-4 every route of the edge', () => {
  it('is in the OpenAPI document, but for the document itself, the page of states and the back office', () => {
    const handlers = (apiService.http ?? []).flatMap(({ name, prototype }) =>
      Object.getOwnPropertyNames(prototype)
        .map((method) => [`${name}.${method}`, (prototype as Record<string, object>)[method] as object] as const)
        .filter(([, handler]) => Reflect.hasMetadata(METHOD_METADATA, handler)),
    );
    const beside = handlers.filter(([, handler]) => !Reflect.hasMetadata(OPERATION, handler)).map(([name]) => name);
    expect(handlers.length).toBe(routes.length + beside.length);
    expect(beside.filter((name) => !/^(OpenApiHttp|StatusPage|WebPages)\./.test(name))).toEqual([]);
  });

  it('needs a right, but for those that give one a token or take it back, phones that count, and what is one’s own', () => {
    const open = routes.filter(({ right, own }) => right === undefined && !own).map(({ id }) => id);
    expect(open.sort()).toEqual([
      'addCountLine',
      'countLive',
      'findSignInProvider',
      'finishProviderSignIn',
      'getCountSession',
      'joinCount',
      'listCountLines',
      'recordCounts',
      'refreshSession',
      'setPasswordByLink',
      'signIn',
      'signOut',
      'startProviderSignIn',
    ]);
    expect(ownRoutes.map(({ id }) => id).sort()).toEqual(OWN);
  });

  it.each(ownRoutes)('$method $path ($id) is for people who are signed in', async (route) => {
    expectProblem(await call(route), 401, 'platform.request.unauthenticated');
    const program = await tokens.sign(testTenant('here'), { kind: 'client', id: 'electrobel' });
    expectProblem(await call(route, program), 403, 'platform.request.forbidden');
  });

  it.each(closed)('$method $path ($id) answers 401 without a token, and with one of somebody else', async (route) => {
    const unauthenticated = await call(route);
    expectProblem(unauthenticated, 401, 'platform.request.unauthenticated');
    expect(unauthenticated.response.headers.get('www-authenticate')).toBe('Bearer');
    const forged = await call(route, await new TestTokens().sign(testTenant('here')));
    expectProblem(forged, 401, 'platform.request.unauthenticated');
  });

  it.each(closed)('$method $path ($id) answers 403 to who has every right but $right', async (route) => {
    const others = declaredRights().filter((right) => right !== route.right);
    const refused = await call(route, await holderOf(`all but ${route.right}`, others));
    expectProblem(refused, 403, 'platform.request.forbidden');
    expect(refused.body['params']).toMatchObject({ right: route.right });
  });

  it('lets in who has its right and no other; what is wrong then has a name', async () => {
    const answers = await Promise.all(
      closed.map(async (route) => {
        const { response, body } = await call(route, await holderOf(`only ${route.right}`, [route.right]));
        return [route.id, response.status, body['code']] as const;
      }),
    );
    // Either the edge finds the empty body wrong, or it asks a service, and none is there; the list of rights is its own.
    const refusals = new Map<unknown, number>([[undefined, 200], ['platform.service.unavailable', 503], ['platform.request.invalid', 400], ['platform.request.version-missing', 428], ['stock.despatch-file.format-not-accepted', 400]]); // prettier-ignore
    // These ask every service, and the one that stands in for identity refuses tokens that are not its own.
    const ofAll = ['listAllSagas', 'listAllDeadLetters'];
    const refused = (id: unknown, status: number, code: unknown) =>
      ofAll.includes(String(id)) ? code === 'platform.request.unauthenticated' : refusals.get(code) === status;
    expect(answers.filter(([id, status, code]) => !refused(id, status, code))).toEqual([]);
  });
});

describe('ID-4 a path that is no route', () => {
  it('answers 404 in the same form', async () => {
    const route = { id: 'nothing', method: 'GET', path: '/api/v1/nothing', right: undefined, own: false };
    expectProblem(await call(route), 404, 'platform.request.not-found');
  });
});
