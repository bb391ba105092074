import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  Company,
  IdentityServiceService as Identity,
  Station,
  type AddStationRequest,
  type ChangeCompanyRequest,
  type ChangeStationRequest,
  type GetGrantResponse,
  type GetStationLogoResponse,
  type SetStationLogoRequest,
} from '@navette/contracts/identity/v1/service';
import { PublicRpc } from '@navette/platform/rpc';
import { startService, type RunningService } from '@navette/platform/service';
import { eventually, freePort, startTestService, testTenant, TestTokens, type TestService } from '@navette/testing';
import { Controller } from '@nestjs/common';
import { apiService } from '../api.service.js';

const RIGHTS = [
  'identity:station.read',
  'identity:station.change',
  'identity:company.change',
  'identity:network.extend',
];
const LOGO = Buffer.from('a picture');
const asked: unknown[] = [];

/** Notes what it was asked; says what it was sent. */
@Controller()
class IdentityStandIn {
  @PublicRpc(Identity.getGrant, 'a stand-in')
  async getGrant(): Promise<GetGrantResponse> {
    return { rights: RIGHTS, version: '1' };
  }

  @PublicRpc(Identity.changeStation, 'a stand-in')
  async changeStation(request: ChangeStationRequest): Promise<Station> {
    asked.push(request);
    return Station.fromPartial({ id: request.id, version: '8', vatRegime: 'real_normal', fiscalYearStartMonth: 1 });
  }

  @PublicRpc(Identity.addStation, 'a stand-in')
  async addStation(request: AddStationRequest): Promise<Station> {
    asked.push(request);
    return Station.fromPartial({ id: 'new', version: '1' });
  }

  @PublicRpc(Identity.changeCompany, 'a stand-in')
  async changeCompany(request: ChangeCompanyRequest): Promise<Company> {
    asked.push(request);
    return Company.fromPartial({ id: request.id, version: '3', details: request.details ?? {} });
  }

  @PublicRpc(Identity.setStationLogo, 'a stand-in')
  async setStationLogo({ stationId, content }: SetStationLogoRequest): Promise<Station> {
    asked.push({ stationId, content: Buffer.from(content).toString() });
    return Station.fromPartial({ version: '9', logoSha256: content.length === 0 ? '' : 'abc' });
  }

  @PublicRpc(Identity.getStationLogo, 'a stand-in')
  async getStationLogo(): Promise<GetStationLogoResponse> {
    return { content: LOGO, sha256: 'abc' };
  }
}

let standIn: TestService;
let api: RunningService;
let url: string;
let token: string;

beforeAll(async () => {
  const { getGrant, changeStation, addStation, changeCompany, setStationLogo, getStationLogo } = Identity;
  const definition = { getGrant, changeStation, addStation, changeCompany, setStationLogo, getStationLogo };
  standIn = await startTestService({
    name: 'identity',
    migrations: [],
    grpc: { definition, controllers: [IdentityStandIn] },
  });
  const port = await freePort();
  url = `http://127.0.0.1:${port}/api/v1`;
  const tokens = new TestTokens();
  api = await startService(apiService, {
    env: {
      ...standIn.env,
      NAVETTE_API_HTTP_PORT: String(port),
      NAVETTE_API_CLIENT_SECRET: 'test',
      NAVETTE_IDENTITY_GRPC_URL: standIn.grpcAddress,
    },
    keys: () => tokens.keys(),
  });
  token = await tokens.sign(testTenant('here'));
  await eventually(async () => ((await fetch(`http://127.0.0.1:${port}/readyz`)).ok ? true : undefined));
});
afterAll(async () => {
  await api?.stop();
  await standIn?.stop();
});

function send(method: string, path: string, body?: object | Buffer, headers: Record<string, string> = {}) {
  const json = body !== undefined && !Buffer.isBuffer(body);
  return fetch(`${url}/${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(method !== 'GET' && { 'idempotency-key': crypto.randomUUID() }),
      ...(json && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: json ? JSON.stringify(body) : new Uint8Array(body as Buffer) }),
  });
}

describe('ID-1 over HTTP', () => {
  const station = { code: 'LIL', name: 'Lille', siret: '00005962600010', address: { city: 'Lille' } };
  const company = { name: 'Houplin', legalForm: 'SARL', siren: '000059626', naf: '95.22Z' };

  it('a station is changed with the version that was seen', async () => {
    const response = await send('PUT', 'stations/here', station, { 'if-match': '"here.7"' });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ id: 'here', version: '8' });
    expect(asked.at(-1)).toMatchObject({
      id: 'here',
      expectedVersion: '7',
      station: { ...station, address: { city: 'Lille', country: 'FR' }, timeZone: 'Europe/Paris', iban: '' },
    });
    const unseen = await send('PUT', 'stations/here', station);
    expect([unseen.status, await unseen.json()]).toMatchObject([428, { code: 'platform.request.version-missing' }]);
  });

  it('a station is added to a company that is there or to a new one, not to both or neither', async () => {
    expect((await send('POST', 'stations', { ...station, companyId: 'houplin' })).status).toBe(201);
    expect(asked.at(-1)).toMatchObject({ of: { $case: 'companyId', value: 'houplin' } });
    expect((await send('POST', 'stations', { ...station, company })).status).toBe(201);
    expect(asked.at(-1)).toMatchObject({ of: { $case: 'company', value: { ...company, vatRegime: 'real_normal' } } });
    for (const body of [station, { ...station, company, companyId: 'houplin' }]) {
      const refused = await send('POST', 'stations', body);
      expect(refused.status).toBe(400);
      expect(await refused.json()).toMatchObject({ errors: [{ pointer: '/companyId' }] });
    }
  });

  it('a company is changed with the new SIRETs of its stations', async () => {
    const sirets = [{ stationId: 'here', siret: '00005962600010' }];
    const response = await send('PUT', 'companies/houplin', { ...company, sirets }, { 'if-match': '"houplin.2"' });
    expect(await response.json()).toMatchObject({ id: 'houplin', version: '3', ...company });
    expect(asked.at(-1)).toMatchObject({ id: 'houplin', expectedVersion: '2', details: company, sirets });
  });

  it('a logo is sent as it is, bounded, and read again only where it is another', async () => {
    const kept = await send('PUT', 'stations/here/logo', LOGO, { 'content-type': 'image/png' });
    expect(await kept.json()).toEqual({ version: '9', logoSha256: 'abc' });
    expect(asked.at(-1)).toEqual({ stationId: 'here', content: 'a picture' });
    const large = await send('PUT', 'stations/here/logo', Buffer.alloc(4 * 1_048_576 + 1), {
      'content-type': 'image/png',
    });
    expect(large.status).toBe(413);

    const read = await send('GET', 'stations/here/logo');
    expect([read.status, read.headers.get('content-type'), read.headers.get('etag')]).toEqual([
      200,
      'image/png',
      '"abc"',
    ]);
    expect(Buffer.from(await read.arrayBuffer())).toEqual(LOGO);
    const again = await send('GET', 'stations/here/logo', undefined, { 'if-none-match': 'W/"abc"' });
    expect([again.status, await again.text()]).toEqual([304, '']);
    expect((await send('GET', 'stations/here/logo', undefined, { 'if-none-match': '"old"' })).status).toBe(200);

    const none = await send('DELETE', 'stations/here/logo');
    expect(await none.json()).toEqual({ version: '9', logoSha256: '' });
  });

  it('a logo that is JSON or nothing is told to be no image, not taken for none', async () => {
    for (const [body, type] of [
      [Buffer.from('{}'), 'application/json'],
      [Buffer.alloc(0), 'image/png'],
    ] as const) {
      await send('PUT', 'stations/here/logo', body, { 'content-type': type });
      expect(asked.at(-1)).toEqual({ stationId: 'here', content: 'nothing' });
    }
  });
});
