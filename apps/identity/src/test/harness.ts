import { IdentityServiceService as Service, type TokenResponse } from '@navette/contracts/identity/v1/service';
import { DomainError, ManualClock, systemClock, type Temporal } from '@navette/kernel';
import { EVERY_SERVICE, TokenVerifier, type Caller } from '@navette/platform/auth';
import type { CallContext, RpcClient } from '@navette/platform/rpc';
import { RIGHTS } from '@navette/reference';
import { startTestService, type TestService, type TestTenant } from '@navette/testing';
import type { JSONWebKeySet } from 'jose';
import { demoNetworkId, demoStations, identityService, seedIdentity } from '../index.js';

export const PASSWORD = 'une phrase de passe';
export const NOBODY: CallContext = { token: '', requestId: 'test', correlationId: 'test' };
/** The stations of the demo network as tenants. */
export const [lille, lens, arras] = [demoStations.LIL, demoStations.LEN, demoStations.ARR].map((stationId) => ({
  stationId,
  networkId: demoNetworkId,
})) as [TestTenant, TestTenant, TestTenant];

/** Identity with the demo network, and a clock that a test moves. */
export interface TestIdentity {
  readonly service: TestService;
  readonly client: RpcClient<typeof Service>;
  /** Moves the clock on; by itself it moves a millisecond with each sign-in and refresh. */
  later(by: Temporal.DurationLike): void;
  /** Its time, in milliseconds. */
  now(): number;
  signIn(login: string, password: string, stationCode?: string, device?: string, code?: string): Promise<TokenResponse>;
  refresh(refreshToken: string, stationCode?: string): Promise<TokenResponse>;
  /** What another service makes of an access token. */
  verify(token: string): Promise<Caller>;
  /** Rows as they really are. */
  rows<T>(sql: string, params?: unknown[]): Promise<T[]>;
  stop(): Promise<void>;
}

export async function startIdentity(rights: readonly string[] = RIGHTS): Promise<TestIdentity> {
  const clock = new ManualClock(systemClock.now().toString());
  const service = await startTestService(identityService, {
    clock,
    env: { NAVETTE_IDENTITY_SECRET_KEY: 'k'.repeat(32), NAVETTE_IDENTITY_PROVIDER_HTTP: 'accepted' },
  });
  const env = {
    ...service.env,
    NAVETTE_SEED_USER_PASSWORD: PASSWORD,
    NAVETTE_SEED_MANUFACTURER_CLIENT_SECRET: 'manufacturer secret',
    NAVETTE_IDENTITY_CLIENT_SECRET: 'secret of identity',
  };
  await seedIdentity(env, { rights, manufacturerRights: [], serviceCalls: new Map([['identity', []]]) });
  const client = service.client(Service);
  const verifier = new TokenVerifier([EVERY_SERVICE], async () => {
    return JSON.parse((await client.getJwks({}, NOBODY)).jwksJson) as JSONWebKeySet;
  });
  return {
    service,
    client,
    now: () => clock.now().epochMilliseconds,
    later: (by) => clock.advance(by),
    signIn(login, password, stationCode = '', device = 'a browser', code = '') {
      clock.advance({ milliseconds: 1 });
      return client.signIn({ login, password, stationCode, device, code }, NOBODY);
    },
    refresh(refreshToken, stationCode = '') {
      clock.advance({ milliseconds: 1 });
      return client.refreshSession({ refreshToken, stationCode }, NOBODY);
    },
    verify: (token) => verifier.verify(token),
    async rows<T>(sql: string, params: unknown[] = []) {
      return (await service.admin.query(sql, params)).rows as T[];
    },
    stop: () => service.stop(),
  };
}

/** What a call was refused with. */
export async function refusal(
  call: Promise<unknown>,
): Promise<Pick<DomainError, 'code' | 'kind' | 'params' | 'fields'>> {
  const error = await call.then(
    () => new Error('not refused'),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof DomainError)) throw error;
  const { code, kind, params, fields } = error;
  return { code, kind, params, fields };
}
