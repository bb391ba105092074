import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { IdentityServiceService as Identity, type GetGrantResponse } from '@navette/contracts/identity/v1/service';
import {
  InterventionsServiceService as Interventions,
  ListInterventionFilesResponse,
  ListMissionOrdersResponse,
  type ListInterventionFilesRequest,
} from '@navette/contracts/interventions/v1/service';
import {
  PartiesServiceService as Parties,
  SearchPartiesResponse,
  type SearchPartiesRequest,
} from '@navette/contracts/parties/v1/service';
import { DomainError } from '@navette/kernel';
import { PublicRpc } from '@navette/platform/rpc';
import { startService, type RunningService } from '@navette/platform/service';
import { eventually, freePort, startTestService, testTenant, TestTokens, type TestService } from '@navette/testing';
import { Controller } from '@nestjs/common';
import { apiService } from '../api.service.js';

@Controller()
class IdentityStandIn {
  @PublicRpc(Identity.getGrant, 'a stand-in')
  async getGrant(): Promise<GetGrantResponse> {
    return { rights: [], version: '1' };
  }
}

let mayReadParties = true;

/** Knows Petit alone. */
@Controller()
class PartiesStandIn {
  @PublicRpc(Parties.searchParties, 'a stand-in')
  async searchParties({ q }: SearchPartiesRequest): Promise<SearchPartiesResponse> {
    if (!mayReadParties) throw new DomainError('platform.request.forbidden', {}, [], { kind: 'forbidden' });
    const parties = q === 'petit' ? [{ id: 'p1', name: 'Petit', firstName: 'Jean', phones: ['+33320112233'] }] : [];
    return SearchPartiesResponse.fromPartial({ parties });
  }
}

/** Has one file, found by its number, its serial, and the number that its manufacturer gave it. */
@Controller()
class InterventionsStandIn {
  @PublicRpc(Interventions.listInterventionFiles, 'a stand-in')
  async listInterventionFiles({ query }: ListInterventionFilesRequest): Promise<ListInterventionFilesResponse> {
    const [filter] = query?.filters ?? [];
    const held: Record<string, string> = {
      number: 'LIL-DI-2026-000123',
      serialNumber: 'SN4711',
      missionExternalNumber: 'WPL-484000008553',
    };
    const own = held[filter?.field ?? ''] ?? '';
    const fits = filter?.operator === 'prefix' ? own.startsWith(filter.values[0] ?? '') : filter?.values.includes(own);
    const files = fits === true ? [{ id: 'f1', number: 'LIL-DI-2026-000123', product: { brand: 'Electrobel' } }] : [];
    return ListInterventionFilesResponse.fromPartial({ files });
  }

  @PublicRpc(Interventions.listMissionOrders, 'a stand-in')
  async listMissionOrders(): Promise<ListMissionOrdersResponse> {
    return ListMissionOrdersResponse.fromPartial({ missionOrders: [] });
  }
}

let standIns: TestService[];
let api: RunningService;
let url: string;
let token: string;

beforeAll(async () => {
  const standIn = (name: string, definition: object, controller: unknown) =>
    startTestService({ name, migrations: [], grpc: { definition, controllers: [controller] } as never });
  standIns = await Promise.all([
    standIn('identity', { getGrant: Identity.getGrant }, IdentityStandIn),
    standIn('parties', { searchParties: Parties.searchParties }, PartiesStandIn),
    standIn(
      'interventions',
      {
        listInterventionFiles: Interventions.listInterventionFiles,
        listMissionOrders: Interventions.listMissionOrders,
      },
      InterventionsStandIn,
    ),
  ]);
  const [identity, parties, interventions] = standIns;
  const port = await freePort();
  const nobody = `127.0.0.1:${String(await freePort())}`;
  url = `http://127.0.0.1:${String(port)}`;
  const tokens = new TestTokens();
  api = await startService(apiService, {
    env: {
      ...identity?.env,
      NAVETTE_API_HTTP_PORT: String(port),
      NAVETTE_API_CLIENT_SECRET: 'test',
      NAVETTE_IDENTITY_GRPC_URL: identity?.grpcAddress,
      NAVETTE_PARTIES_GRPC_URL: parties?.grpcAddress,
      NAVETTE_INTERVENTIONS_GRPC_URL: interventions?.grpcAddress,
      NAVETTE_STOCK_GRPC_URL: nobody,
      NAVETTE_BILLING_GRPC_URL: nobody,
    },
    keys: () => tokens.keys(),
  });
  token = await tokens.sign(testTenant('here'));
  await eventually(async () => ((await fetch(`${url}/readyz`)).ok ? true : undefined));
});
afterAll(async () => {
  await api.stop();
  await Promise.all(standIns.map((one) => one.stop()));
});

async function search(q: string, status = 200) {
  const response = await fetch(`${url}/api/v1/search?${new URLSearchParams({ q, station: 'LIL' }).toString()}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  expect(response.status).toBe(status);
  return (await response.json()) as { hits: { kind: string; id: string; name: string }[]; away: string[] };
}

describe('WE-6 one search over all services', () => {
  it.each([['LIL-DI-2026-0001'], ['SN4711'], ['WPL-4840']])('finds the file by %s, once', async (q) => {
    const { hits } = await search(q);
    expect(hits).toMatchObject([{ kind: 'intervention_file', id: 'f1', name: 'LIL-DI-2026-000123' }]);
  });

  it('finds a person by name, and says which services did not answer', async () => {
    const { hits, away } = await search('petit');
    expect(hits).toMatchObject([{ kind: 'party', id: 'p1', name: 'Petit · Jean' }]);
    expect(away).toEqual(['stock']);
  });

  it('keeps silent about what the caller may not read, and refuses what is too short', async () => {
    mayReadParties = false;
    expect((await search('petit')).hits).toEqual([]);
    mayReadParties = true;
    await search('p', 400);
  });
});
