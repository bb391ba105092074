import { IdentityServiceService as Service } from '@navette/contracts/identity/v1/service';
import { DomainError, isSiren, isSiret, type Clock } from '@navette/kernel';
import type { RpcClient } from '@navette/platform/rpc';
import { startTestService, type TestService, type TestTenant } from '@navette/testing';
import { demoNetworkId, demoStations, identityService, seedIdentity, type SeedOptions } from '../index.js';

export const PASSWORD = 'une phrase de passe';
export const MANUFACTURER_SECRET = 'manufacturer secret';

/** The stations of the demo network as tenants. */
export const [lille, lens, arras] = [demoStations.LIL, demoStations.LEN, demoStations.ARR].map((stationId) => ({
  stationId,
  networkId: demoNetworkId,
})) as [TestTenant, TestTenant, TestTenant];

/** Identity with the demo network. */
export interface TestNetwork {
  readonly service: TestService;
  readonly client: RpcClient<typeof Service>;
  /** Its environment, with what the seed needs. */
  readonly env: NodeJS.ProcessEnv;
  /** Rows as they really are. */
  rows<T>(sql: string, params?: unknown[]): Promise<T[]>;
  stop(): Promise<void>;
}

export async function startNetwork(options: Partial<SeedOptions> & { clock?: Clock } = {}): Promise<TestNetwork> {
  const { clock, rights = ['identity:station.read'], manufacturerRights = [], serviceCalls = new Map() } = options;
  const service = await startTestService(identityService, {
    ...(clock !== undefined && { clock }),
    env: { NAVETTE_IDENTITY_SECRET_KEY: 'k'.repeat(32) },
  });
  const env = {
    ...service.env,
    NAVETTE_SEED_USER_PASSWORD: PASSWORD,
    NAVETTE_SEED_MANUFACTURER_CLIENT_SECRET: MANUFACTURER_SECRET,
    ...Object.fromEntries(
      [...serviceCalls.keys()].map((name) => [`NAVETTE_${name.toUpperCase()}_CLIENT_SECRET`, `secret of ${name}`]),
    ),
  };
  await seedIdentity(env, { rights, manufacturerRights, serviceCalls });
  return {
    service,
    client: service.client(Service),
    env,
    async rows<T>(sql: string, params: unknown[] = []) {
      return (await service.admin.query(sql, params)).rows as T[];
    },
    stop: () => service.stop(),
  };
}

/** What a call was refused with, its fields as `<pointer> <code>`. */
export async function refusal(
  call: Promise<unknown>,
): Promise<Pick<DomainError, 'code' | 'kind' | 'params'> & { fields: readonly string[] }> {
  const error = await call.then(
    () => new Error('not refused'),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof DomainError)) throw error;
  const { code, kind, params, fields } = error;
  return { code, kind, params, fields: fields.map((field) => `${field.pointer} ${field.code}`) };
}

/** The n-th SIREN from a number on that has a valid key. */
export function sirenFrom(start: number): string {
  for (let number = start; ; number += 1) {
    const siren = String(number).padStart(9, '0');
    if (isSiren(siren)) return siren;
  }
}

/** A SIRET of a SIREN, the first with a valid key whose establishment number is `start` or more. */
export function siretOf(siren: string, start: number): string {
  for (let number = start; ; number += 1) {
    const siret = `${siren}${String(number).padStart(5, '0')}`;
    if (isSiret(siret)) return siret;
  }
}
