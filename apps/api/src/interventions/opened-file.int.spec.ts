import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { IdentityServiceService as Identity, type GetGrantResponse } from '@navette/contracts/identity/v1/service';
import {
  InterventionFile,
  InterventionsServiceService as Interventions,
  type GetInterventionFileRequest,
} from '@navette/contracts/interventions/v1/service';
import {
  ListStockLevelsResponse,
  StockServiceService as Stock,
  type ListStockLevelsRequest,
} from '@navette/contracts/stock/v1/service';
import { DomainError } from '@navette/kernel';
import { PublicRpc } from '@navette/platform/rpc';
import { startService, type RunningService } from '@navette/platform/service';
import { eventually, freePort, startTestService, testTenant, TestTokens, type TestService } from '@navette/testing';
import { Controller } from '@nestjs/common';
import { apiService } from '../api.service.js';

const RIGHTS = ['interventions:file.read', 'stock:stock-level.read'];
const MANY = 450;

@Controller()
class IdentityStandIn {
  @PublicRpc(Identity.getGrant, 'a stand-in')
  async getGrant(): Promise<GetGrantResponse> {
    return { rights: RIGHTS, version: '1' };
  }
}

const line = (partId: string, kind: string, quantity: string, quantityAllocated = '0.0000') => ({
  id: `line-${partId}`,
  kind,
  partId,
  quantity,
  quantityAllocated,
});

/** `file` has lines of each sort, `large` one of each of many parts. */
@Controller()
class InterventionsStandIn {
  @PublicRpc(Interventions.getInterventionFile, 'a stand-in')
  async getInterventionFile({ id }: GetInterventionFileRequest): Promise<InterventionFile> {
    const lines = [
      line('there', 'part', '2.0000'),
      line('short', 'part', '3.0000', '1.0000'),
      line('promised', 'part', '1.0000', '1.0000'),
      line('below', 'part', '1.0000', '1.0000'),
      line('unmoved', 'part', '1.0000'),
      line('travel', 'special_item', '1.0000'),
    ];
    const many = Array.from({ length: MANY }, (_, i) => line(`p${i}`, 'part', '1.0000'));
    return InterventionFile.fromPartial({ id, number: 'LIL-DI-2026-000001', lines: id === 'large' ? many : lines });
  }
}

let forbidden = false;

/** Answers as stock does: known levels of the parts asked for, 200 at most. */
@Controller()
class StockStandIn {
  @PublicRpc(Stock.listStockLevels, 'a stand-in')
  async listStockLevels({ partIds, page }: ListStockLevelsRequest): Promise<ListStockLevelsResponse> {
    if (forbidden) throw new DomainError('platform.request.forbidden', {}, [], { kind: 'forbidden' });
    const free: Record<string, string> = { there: '2.0000', short: '1.0000', promised: '0.0000', below: '-1.0000' };
    const known = partIds.filter((partId) => partId in free || partId.startsWith('p'));
    const levels = known.map((partId) => ({ partId, free: free[partId] ?? '1.0000' }));
    return ListStockLevelsResponse.fromPartial({ levels: levels.slice(0, Math.min(page?.limit || 50, 200)) });
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
    standIn('interventions', { getInterventionFile: Interventions.getInterventionFile }, InterventionsStandIn),
    standIn('stock', { listStockLevels: Stock.listStockLevels }, StockStandIn),
  ]);
  const [identity, interventions, stock] = standIns;
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  const tokens = new TestTokens();
  api = await startService(apiService, {
    env: {
      ...identity?.env,
      NAVETTE_API_HTTP_PORT: String(port),
      NAVETTE_API_CLIENT_SECRET: 'test',
      NAVETTE_IDENTITY_GRPC_URL: identity?.grpcAddress,
      NAVETTE_INTERVENTIONS_GRPC_URL: interventions?.grpcAddress,
      NAVETTE_STOCK_GRPC_URL: stock?.grpcAddress,
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

interface Opened {
  readonly number: string;
  readonly stockMissing: string;
  readonly lines: readonly { partId: string; stock: { free: string; enough: boolean } | null }[];
}

async function open(id: string): Promise<Opened> {
  const response = await fetch(`${url}/api/v1/intervention-files/${id}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  expect(response.status).toBe(200);
  return (await response.json()) as Opened;
}
const bullets = (file: Opened) => Object.fromEntries(file.lines.map(({ partId, stock }) => [partId, stock]));

describe('IN-8 what stock has for the lines of a file', () => {
  it('is green where what the line still wants is free, with the number; special items have none', async () => {
    const file = await open('file');
    expect(file.stockMissing).toBe('');
    expect(bullets(file)).toEqual({
      there: { free: '2.0000', enough: true },
      short: { free: '1.0000', enough: false },
      promised: { free: '0.0000', enough: true },
      below: { free: '-1.0000', enough: false },
      unmoved: { free: '0.0000', enough: false },
      travel: null,
    });
  });

  it('is shown for every part of a large file', async () => {
    const { lines } = await open('large');
    expect(lines).toHaveLength(MANY);
    expect(lines.every(({ stock }) => stock?.enough)).toBe(true);
  });

  it('is missing with its reason where the reader may not see stock, or stock is away; the file is shown', async () => {
    forbidden = true;
    const unseen = await open('file');
    expect(unseen).toMatchObject({ number: 'LIL-DI-2026-000001', stockMissing: 'platform.request.forbidden' });
    forbidden = false;
    await standIns[2]?.stop();
    const away = await open('file');
    expect(away).toMatchObject({ number: 'LIL-DI-2026-000001', stockMissing: 'platform.service.unavailable' });
    for (const file of [unseen, away]) expect(Object.values(bullets(file)).every((stock) => stock === null)).toBe(true);
  });
});
