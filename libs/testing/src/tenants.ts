import { derivedId } from '@navette/kernel';
import type { Scope } from '@navette/platform/database';

export interface TestTenant {
  readonly stationId: string;
  readonly networkId: string;
}

/** A station by a name: the same name is the same station. */
export function testTenant(name: string, network = 'network'): TestTenant {
  return { stationId: derivedId('test-station', name), networkId: derivedId('test-network', network) };
}

/** Scope of a test that enters by a use case instead of by a call. */
export function testScope(tenant: TestTenant, overrides: Partial<Scope> = {}): Scope {
  return {
    ...tenant,
    actor: { kind: 'user', id: derivedId('test-user', 'anne') },
    operation: 'test:test.run',
    requestId: 'test-request',
    correlationId: 'test-request',
    causationId: '',
    ...overrides,
  };
}
