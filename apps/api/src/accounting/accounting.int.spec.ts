import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  AccountingServiceService as Accounting,
  type ExportFecPageRequest,
  type ExportFecPageResponse,
} from '@navette/contracts/accounting/v1/service';
import { IdentityServiceService as Identity, type GetGrantResponse } from '@navette/contracts/identity/v1/service';
import { DomainError } from '@navette/kernel';
import { PublicRpc } from '@navette/platform/rpc';
import { startService, type RunningService } from '@navette/platform/service';
import { eventually, freePort, startTestService, testTenant, TestTokens, type TestService } from '@navette/testing';
import { Controller } from '@nestjs/common';
import { apiService } from '../api.service.js';

const RIGHTS = ['accounting:fec.export'];
const LINE = 'VELIL\t…\r\n';
const PAGES = 500;

@Controller()
class IdentityStandIn {
  @PublicRpc(Identity.getGrant, 'a stand-in')
  async getGrant(): Promise<GetGrantResponse> {
    return { rights: RIGHTS, version: '1' };
  }
}

/** Pages of 10 kB each; the year 2001 breaks off after the first. */
@Controller()
class AccountingStandIn {
  @PublicRpc(Accounting.exportFecPage, 'a stand-in')
  async exportFecPage({ year, cursor }: ExportFecPageRequest): Promise<ExportFecPageResponse> {
    const page = Number(cursor || '0');
    if (year === 2000)
      throw new DomainError('accounting.fec.year-out-of-range', { min: 2001, max: 2100 }, [], { kind: 'invalid' });
    if (year === 2001 && page > 0)
      throw new DomainError('platform.service.unavailable', {}, [], { kind: 'unavailable' });
    return {
      fileName: `000059626FEC${year}1231.txt`,
      content: Buffer.from(LINE.repeat(800)),
      nextCursor: page + 1 < PAGES ? String(page + 1) : '',
    };
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
    standIn('accounting', { exportFecPage: Accounting.exportFecPage }, AccountingStandIn),
  ]);
  const [identity, accounting] = standIns;
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  const tokens = new TestTokens();
  api = await startService(apiService, {
    env: {
      ...identity?.env,
      NAVETTE_API_HTTP_PORT: String(port),
      NAVETTE_API_CLIENT_SECRET: 'test',
      NAVETTE_IDENTITY_GRPC_URL: identity?.grpcAddress,
      NAVETTE_ACCOUNTING_GRPC_URL: accounting?.grpcAddress,
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

const get = (path: string) =>
  fetch(`${url}/api/v1/accounting/${path}`, { headers: { authorization: `Bearer ${token}` } });

describe('AC-6 the FEC over HTTP', () => {
  it('comes page after page as one text file under its legal name', async () => {
    const response = await get('fec/2026');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(response.headers.get('content-disposition')).toBe('attachment; filename=000059626FEC20261231.txt');
    expect((await response.text()).length).toBe(LINE.length * 800 * PAGES);
  });

  it('is broken off, not ended, when a page fails on the way', async () => {
    const response = await get('fec/2001');
    await expect(response.text()).rejects.toThrow();
  });

  it('is refused as any other call before it has begun', async () => {
    const response = await get('fec/2000');
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: 'accounting.fec.year-out-of-range' });
    const wrong = await get('fec/last');
    expect(wrong.status).toBe(400);
    expect(await wrong.json()).toMatchObject({ code: 'platform.request.invalid', errors: [{ pointer: '/year' }] });
  });

  it('needs the right to read entries for the entries', async () => {
    const response = await get('entries');
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ params: { right: 'accounting:entry.read' } });
  });
});
