import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GrantChangedMessage, StationChangedMessage } from '@navette/contracts';
import { IdentityServiceService as Service } from '@navette/contracts/identity/v1/service';
import { DomainError } from '@navette/kernel';
import { EVERY_SERVICE, TokenVerifier, type Caller } from '@navette/platform/auth';
import { schemaProblems } from '@navette/platform/database';
import { createRpcClient, type CallContext, type RpcClient } from '@navette/platform/rpc';
import { startService } from '@navette/platform/service';
import { RIGHTS, rightsOfRole } from '@navette/reference';
import { freePort, startTestService, testScope, testTenant, type TestService } from '@navette/testing';
import type { JSONWebKeySet } from 'jose';
import { demoClientId, demoNetworkId, demoStations, demoUserId, identityService, seedIdentity } from './index.js';

const PASSWORD = 'une phrase de passe';
const NOBODY: CallContext = { token: '', requestId: 'test', correlationId: 'test' };
const OPTIONS = {
  rights: RIGHTS,
  manufacturerRights: ['device-gateway:mission-order.send'],
  serviceCalls: new Map([
    ['identity', []],
    ['parties', []],
    ['device-gateway', []],
    ['stock', ['parties:party.read']],
  ]),
};

let service: TestService;
let identity: RpcClient<typeof Service>;
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
  service = await startTestService(identityService, { env: { NAVETTE_IDENTITY_SECRET_KEY: 'k'.repeat(32) } });
  identity = service.client(Service);
  env = {
    ...service.env,
    NAVETTE_SEED_USER_PASSWORD: PASSWORD,
    NAVETTE_SEED_MANUFACTURER_CLIENT_SECRET: 'manufacturer secret',
    ...Object.fromEntries(
      [...OPTIONS.serviceCalls.keys()].map((name) => [
        `NAVETTE_${name.toUpperCase().replaceAll('-', '_')}_CLIENT_SECRET`,
        `secret of ${name}`,
      ]),
    ),
  };
  await seedIdentity(env, OPTIONS);
});

afterAll(() => service?.stop());

/** What a service with this name makes of a token. */
async function verify(token: string, audience: string): Promise<Caller> {
  const verifier = new TokenVerifier([EVERY_SERVICE, audience], async () => {
    const { jwksJson } = await identity.getJwks({}, NOBODY);
    return JSON.parse(jwksJson) as JSONWebKeySet;
  });
  return verifier.verify(token);
}

async function refusal(call: Promise<unknown>): Promise<Pick<DomainError, 'code' | 'kind' | 'params'>> {
  const error = await call.then(
    () => new Error('not refused'),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof DomainError)) throw error;
  return { code: error.code, kind: error.kind, params: error.params };
}

const signIn = (login: string, password: string, stationCode = '') =>
  identity.signIn({ login, password, stationCode, device: '', code: '' }, NOBODY);

const clientToken = (clientId: string, clientSecret: string, audience: string, stationId = '', scope = '') =>
  identity.issueClientToken({ clientId, clientSecret, audience, stationId, scope }, NOBODY);

const getGrant = (clientId: string, clientSecret: string, subject: string, stationId: string) =>
  identity.getGrant({ clientId, clientSecret, subject, stationId }, NOBODY);

/** What was said, but for who signed in. */
async function outbox(): Promise<Record<string, number>> {
  const { rows } = await service.admin.query<{ type: string; count: string }>(
    `select headers ->> 'Navette-Type' as type, count(*) from outbox
     where subject not like '%user-access-changed%' group by 1`,
  );
  return Object.fromEntries(rows.map(({ type, count }) => [type, Number(count)]));
}

describe('ID-2 sign-in', () => {
  it('answers a token that every service verifies, in the first station or the one named', async () => {
    const { accessToken, expiresInSeconds } = await signIn(' Demo ', PASSWORD);
    expect(expiresInSeconds).toBe(300);
    expect(await verify(accessToken, 'stock')).toEqual({
      actor: { kind: 'user', id: demoUserId },
      stationId: demoStations.LIL,
      networkId: demoNetworkId,
      grantsVersion: 1,
      expiresAt: expect.any(Number),
    });
    const { accessToken: inArras } = await signIn('demo', PASSWORD, 'ARR');
    expect((await verify(inArras, 'stock')).stationId).toBe(demoStations.ARR);
  });

  it('ID-10 refuses an unknown login and a wrong password alike', async () => {
    const refused = { code: 'identity.sign-in.refused', kind: 'unauthenticated', params: {} };
    expect(await refusal(signIn('demo', 'wrong'))).toEqual(refused);
    expect(await refusal(signIn('nobody', PASSWORD))).toEqual(refused);
    expect(await refusal(signIn('demo\0', PASSWORD))).toEqual(refused);
    expect(await refusal(signIn('demo', '', 'ARR'))).toEqual(refused);
  });

  it('ID-10 says the same of a station of another network and of one that does not exist', async () => {
    const other = testTenant('elsewhere', 'another');
    await addForeignStation(other.networkId, other.stationId, 'XYZ');
    const refused = {
      code: 'identity.sign-in.station-not-accepted',
      kind: 'invalid',
      params: { accepted: ['LIL', 'LEN', 'ARR'] },
    };
    expect(await refusal(signIn('demo', PASSWORD, 'XYZ'))).toEqual(refused);
    expect(await refusal(signIn('demo', PASSWORD, 'ZZZ'))).toEqual(refused);
  });
});

describe('ID-8 client credentials', () => {
  it('give a manufacturer a token for the gateway alone, in its own station or one of its network', async () => {
    const { accessToken } = await clientToken(demoClientId, 'manufacturer secret', 'device-gateway');
    expect(await verify(accessToken, 'device-gateway')).toEqual({
      actor: { kind: 'client', id: demoClientId },
      stationId: demoStations.LIL,
      networkId: demoNetworkId,
      grantsVersion: 1,
      expiresAt: expect.any(Number),
    });
    expect(await refusal(verify(accessToken, 'parties'))).toMatchObject({ code: 'platform.request.unauthenticated' });
    const inLens = await clientToken(demoClientId, 'manufacturer secret', 'device-gateway', demoStations.LEN);
    expect((await verify(inLens.accessToken, 'device-gateway')).stationId).toBe(demoStations.LEN);
    expect(await refusal(clientToken(demoClientId, 'manufacturer secret', 'parties'))).toMatchObject({
      code: 'identity.client.audience-not-accepted',
      params: { accepted: ['device-gateway'] },
    });
  });

  it('GW-1 are good for the scopes asked for, which must be rights of the client', async () => {
    const scoped = (scope: string) => clientToken(demoClientId, 'manufacturer secret', 'device-gateway', '', scope);
    const { accessToken } = await scoped(' device-gateway:mission-order.send ');
    expect((await verify(accessToken, 'device-gateway')).scopes).toEqual(['device-gateway:mission-order.send']);
    expect(await refusal(scoped('device-gateway:mission-order.send parties:party.read'))).toMatchObject({
      code: 'identity.client.scope-not-accepted',
      params: { scope: 'parties:party.read', accepted: OPTIONS.manufacturerRights },
    });
  });

  it('give a service a token for one callee, as itself', async () => {
    const { accessToken } = await clientToken('service-stock', 'secret of stock', 'parties', demoStations.ARR);
    expect(await verify(accessToken, 'parties')).toEqual({
      actor: { kind: 'service', id: 'stock' },
      stationId: demoStations.ARR,
      networkId: demoNetworkId,
      grantsVersion: 1,
      expiresAt: expect.any(Number),
    });
    expect(await refusal(verify(accessToken, 'billing'))).toMatchObject({ code: 'platform.request.unauthenticated' });
    expect(
      await refusal(clientToken('service-stock', 'secret of stock', EVERY_SERVICE, demoStations.ARR)),
    ).toMatchObject({
      code: 'identity.client.audience-not-accepted',
    });
  });

  it('refuse an unknown client, a wrong secret and a revoked client alike', async () => {
    const refused = { code: 'identity.client.refused', kind: 'unauthenticated', params: {} };
    const ask = (id: string, secret: string) => refusal(clientToken(id, secret, 'parties', demoStations.LIL));
    expect(await ask('service-stock', 'wrong')).toEqual(refused);
    expect(await ask('service-nobody', 'secret of stock')).toEqual(refused);
    await service.admin.query(`update machine_client set revoked_at = '2026-01-01Z' where client_id = 'service-stock'`);
    expect(await ask('service-stock', 'secret of stock')).toEqual(refused);
    await service.admin.query(`update machine_client set revoked_at = null where client_id = 'service-stock'`);
  });

  it('ID-10 say the same of a station of another network and of one that does not exist', async () => {
    const foreign = testTenant('elsewhere too', 'another');
    await addForeignStation(foreign.networkId, foreign.stationId, 'WXY');
    const refused = { code: 'identity.client.station-not-accepted', kind: 'invalid', params: {} };
    for (const stationId of [foreign.stationId, testTenant('nowhere').stationId, 'LIL']) {
      const asked = clientToken(demoClientId, 'manufacturer secret', 'device-gateway', stationId);
      expect(await refusal(asked)).toEqual(refused);
    }
    expect(await refusal(clientToken('service-stock', 'secret of stock', 'parties'))).toEqual(refused);
  });

  it('leave no secret, password or private key readable in the database', async () => {
    const { rows } = await service.admin.query(
      `select (select string_agg(c::text, ' ') from machine_client c) as clients,
         (select string_agg(u::text, ' ') from app_user u) as users,
         (select string_agg(k::text, ' ') from signing_key k) as keys`,
    );
    const { clients, users, keys } = rows[0] as Record<string, string>;
    expect(clients).not.toContain(Buffer.from('secret of stock').toString('hex'));
    expect(clients).not.toContain('secret of stock');
    expect(users).not.toContain(PASSWORD);
    expect(keys).not.toContain(Buffer.from('"d":').toString('hex'));
  });
});

describe('ID-4 grants', () => {
  it('are told to our own services, by their own secret', async () => {
    const asked = (id: string, secret: string) => getGrant(id, secret, demoUserId, demoStations.LIL);
    expect(await asked('service-parties', 'secret of parties')).toEqual({
      rights: rightsOfRole('administrator'),
      version: '1',
    });
    const refused = { code: 'identity.client.refused', kind: 'unauthenticated', params: {} };
    expect(await refusal(asked('service-parties', 'secret of stock'))).toEqual(refused);
    expect(await refusal(asked(demoClientId, 'manufacturer secret'))).toEqual(refused);
  });

  it('are none for a subject or a station that does not exist', async () => {
    const none = { rights: [], version: '0' };
    const asked = (subject: string, stationId: string) =>
      getGrant('service-parties', 'secret of parties', subject, stationId);
    expect(await asked('nobody', demoStations.LIL)).toEqual(none);
    expect(await asked(demoUserId, testTenant('nowhere').stationId)).toEqual(none);
    expect(await asked(demoUserId, '')).toEqual(none);
  });
});

describe('ID-1 ID-10 list of stations', () => {
  it('has those of the caller’s network, with their companies, and no other', async () => {
    const foreign = testTenant('third elsewhere', 'another');
    await addForeignStation(foreign.networkId, foreign.stationId, 'VWX');
    const tenant = { stationId: demoStations.LIL, networkId: demoNetworkId };
    const { stations } = await identity.listStations({}, await service.as(tenant, ['identity:station.read']));
    expect(stations.map(({ code, companyName }) => [code, companyName])).toEqual([
      ['ARR', 'Atrébate Dépannage'],
      ['LEN', 'Houplin Électroménager'],
      ['LIL', 'Houplin Électroménager'],
    ]);
    const there = await identity.listStations({}, await service.as(foreign, ['identity:station.read']));
    expect(there.stations.map(({ id }) => id)).toContain(foreign.stationId);
    expect(there.stations.map(({ id }) => id)).not.toContain(demoStations.LIL);
    expect(await refusal(identity.listStations({}, await service.as(tenant, ['parties:party.read'])))).toMatchObject({
      code: 'platform.request.forbidden',
    });
  });

  it('tells all of one station and its company, and answers one of another network like a missing one', async () => {
    const tenant = { stationId: demoStations.LIL, networkId: demoNetworkId };
    const call = await service.as(tenant, ['identity:station.read']);
    const station = await identity.getStation({ id: demoStations.ARR }, call);
    expect(station).toEqual({
      id: demoStations.ARR,
      networkId: demoNetworkId,
      code: 'ARR',
      name: 'Atrébate Arras',
      siret: '00006259600010',
      address: { line1: '27 rue du Tambour', line2: '', postcode: '62000', city: 'Arras', country: 'FR' },
      phone: '+33353010027',
      email: 'arras@atrebate.example',
      iban: '',
      bic: '',
      timeZone: 'Europe/Paris',
      vatTerritory: 'mainland',
      companyName: 'Atrébate Dépannage',
      legalForm: 'SAS',
      shareCapital: '10000.00',
      rcsCity: 'Arras',
      siren: '000062596',
      vatNumber: 'FR08000062596',
      naf: '95.22Z',
      fiscalYearStartMonth: 7,
      vatRegime: 'real_normal',
      vatOnDebits: true,
      version: '1',
      companyId: expect.any(String),
      logoSha256: '',
    });
    const { rows } = await service.admin.query<{ payload: Buffer }>(
      `select payload from outbox where aggregate_id = $1 and subject like '%station-changed%' order by seq limit 1`,
      [demoStations.ARR],
    );
    const { id, version: _version, companyId: _companyId, ...legal } = station;
    expect(rows.map(({ payload }) => StationChangedMessage.decode(payload))).toEqual([{ stationId: id, ...legal }]);
    const foreign = testTenant('sixth elsewhere', 'another');
    await addForeignStation(foreign.networkId, foreign.stationId, 'TUV');
    for (const missing of [foreign.stationId, testTenant('nowhere').stationId, 'ARR']) {
      expect(await refusal(identity.getStation({ id: missing }, call))).toEqual({
        code: 'identity.station.not-found',
        kind: 'not-found',
        params: {},
      });
    }
  });

  it('is kept apart by the database, whatever the query', async () => {
    const foreign = testScope(testTenant('fourth elsewhere', 'nobody’s'));
    for (const table of ['network', 'company', 'station', 'station_grant', 'user_station']) {
      const seen = await service.db.tenantRead(foreign, (tx) => tx.rows(`select from ${table}`));
      expect([table, seen]).toEqual([table, []]);
    }
    const users = await service.db.tenantRead(foreign, (tx) => tx.rows('select id from app_user'));
    expect(users).toEqual([]);
    const clients = await service.db.tenantRead(foreign, (tx) =>
      tx.rows(`select client_id from machine_client where kind = 'manufacturer'`),
    );
    expect(clients).toEqual([]);
    for (const column of ['password_hash from app_user', 'secret_hash from machine_client']) {
      const read = service.db.tenantRead(foreign, (tx) => tx.rows(`select ${column}`));
      await expect(read).rejects.toThrow('permission denied');
    }
  });
});

describe('ID-10 the schema', () => {
  it('keeps stations apart, but for what comes before there is a station', async () => {
    const ofPeople = [
      'app_user',
      'user_session',
      'refresh_token',
      'password_link',
      'user_totp',
      'recovery_code',
      'user_preference',
    ];
    const ofProviders = ['sign_in_provider', 'sign_in_domain', 'sign_in_role'];
    const ofNetworks = ['network', 'company', 'station', 'machine_client', ...ofPeople, ...ofProviders];
    const ofTheInstallation = ['signing_key', 'sign_in_attempt'];
    // Who signs in has no station yet, and a user belongs to a network: both named in the migration.
    expect(await schemaProblems(service.admin, [...ofNetworks, ...ofTheInstallation])).toEqual([
      'function keep_administrator does not ask for app.station_id',
      'function keep_administrator runs with the rights of test_identity_owner',
      'function keep_administrators does not ask for app.station_id',
      'function keep_administrators runs with the rights of test_identity_owner',
      'function refuse_last_administrator does not ask for app.station_id',
      'function refuse_last_administrator runs with the rights of test_identity_owner',
      'function search_machine_client does not ask for app.station_id',
      'function search_machine_client runs with the rights of test_identity_owner',
      'function search_network does not ask for app.station_id',
      'function search_network runs with the rights of test_identity_owner',
      'function search_password_link does not ask for app.station_id',
      'function search_password_link runs with the rights of test_identity_owner',
      'function search_refresh_token does not ask for app.station_id',
      'function search_refresh_token runs with the rights of test_identity_owner',
      'function search_sign_in does not ask for app.station_id',
      'function search_sign_in runs with the rights of test_identity_owner',
      'function search_sign_in_domain does not ask for app.station_id',
      'function search_sign_in_domain runs with the rights of test_identity_owner',
      'function search_user_places does not ask for app.station_id',
      'function search_user_places runs with the rights of test_identity_owner',
      'user_station: foreign key user_station_network_id_user_id_fkey does not start with station_id',
    ]);
  });
});

describe('ID-10 identity as its own client', () => {
  it('takes its own token, by its own keys and grants, over its own address', async () => {
    const [grpcPort, httpPort] = [await freePort(), await freePort()];
    const address = `127.0.0.1:${grpcPort}`;
    const running = await startService(identityService, {
      env: {
        ...env,
        NAVETTE_IDENTITY_GRPC_PORT: String(grpcPort),
        NAVETTE_IDENTITY_HTTP_PORT: String(httpPort),
        NAVETTE_IDENTITY_GRPC_URL: address,
      },
    });
    const client = createRpcClient(Service, address, undefined, 10);
    try {
      const { accessToken } = await client.signIn(
        { login: 'demo', password: PASSWORD, stationCode: 'LEN', device: '', code: '' },
        NOBODY,
      );
      const { stations } = await client.listStations({}, { ...NOBODY, token: accessToken });
      expect(stations).toHaveLength(3);
      expect(await refusal(client.listStations({}, NOBODY))).toMatchObject({
        code: 'platform.request.unauthenticated',
      });
    } finally {
      client.close();
      await running.stop();
    }
  });
});

describe('ID-2 role in a station', () => {
  it('ID-10 is one of the user’s own network, by the database', async () => {
    const foreign = testTenant('fifth elsewhere', 'another');
    await addForeignStation(foreign.networkId, foreign.stationId, 'UVW');
    const assigned = service.admin.query(`insert into user_station values ($1, $2, $3, 0, 'technician', '{}', '{}')`, [
      foreign.stationId,
      foreign.networkId,
      demoUserId,
    ]);
    await expect(assigned).rejects.toThrow('foreign key');
  });
});

describe('ID-12 demo data', () => {
  it('tell each station and each grant once, and nothing when repeated', async () => {
    const before = await outbox();
    // 3 stations × (user, manufacturer, 4 services)
    expect(before).toEqual({ [StationChangedMessage.type]: 3, [GrantChangedMessage.type]: 18 });
    const trail = async () => {
      const { rows } = await service.admin.query(
        `select count(*)::int as count from audit where operation = 'identity:demo.seed'`,
      );
      return (rows[0] as { count: number }).count;
    };
    const audited = await trail();
    await seedIdentity(env, OPTIONS);
    expect(await outbox()).toEqual(before);
    expect(await trail()).toBe(audited);
  });

  it('ID-9 stand in the trail, each in its station', async () => {
    const { rows } = await service.admin.query(
      `select actor_kind, actor_id, entity_type, count(*)::int as count from audit
       where station_id = $1 and operation = 'identity:demo.seed' group by 1, 2, 3 order by 3`,
      [demoStations.ARR],
    );
    const system = { actor_kind: 'system', actor_id: 'identity' };
    expect(rows).toEqual([
      { ...system, entity_type: 'grant', count: 6 },
      { ...system, entity_type: 'user-station', count: 1 },
    ]);
  });

  it('ID-4 a changed list of rights has a new version, told in each station', async () => {
    const before = await outbox();
    const rights = RIGHTS.filter((right) => right !== 'stock:receipt.validate');
    await seedIdentity(env, { ...OPTIONS, rights });
    expect(await outbox()).toEqual({ ...before, [GrantChangedMessage.type]: 21 });
    expect(await getGrant('service-stock', 'secret of stock', demoUserId, demoStations.LEN)).toEqual({
      rights: rightsOfRole('administrator', rights),
      version: '2',
    });
    // Whoever enters has what their role gives in this release.
    expect((await verify((await signIn('demo', PASSWORD)).accessToken, 'stock')).grantsVersion).toBe(3);
  });

  it('ID-8 a changed password or secret replaces the old one', async () => {
    const changed = { ...env, NAVETTE_SEED_USER_PASSWORD: 'une autre phrase', NAVETTE_STOCK_CLIENT_SECRET: 'new' };
    await seedIdentity(changed, OPTIONS);
    await signIn('demo', 'une autre phrase');
    expect(await refusal(signIn('demo', PASSWORD))).toMatchObject({ code: 'identity.sign-in.refused' });
    await clientToken('service-stock', 'new', 'parties', demoStations.LIL);
    expect(await refusal(clientToken('service-stock', 'secret of stock', 'parties', demoStations.LIL))).toMatchObject({
      code: 'identity.client.refused',
    });
  });

  it('ID-1 a change of the company is told of each of its stations', async () => {
    await service.admin.query(`update company set rcs_city = 'Paris' where siren = '000059626'`);
    const before = await outbox();
    await seedIdentity(env, OPTIONS);
    expect((await outbox())[StationChangedMessage.type]).toBe((before[StationChangedMessage.type] ?? 0) + 2);
    const { rows } = await service.admin.query(
      'select code, version from station where network_id = $1 order by code',
      [demoNetworkId],
    );
    expect(rows).toEqual([
      { code: 'ARR', version: 1 },
      { code: 'LEN', version: 2 },
      { code: 'LIL', version: 2 },
    ]);
  });
});

/** A station of another network, written past the policies. */
async function addForeignStation(networkId: string, stationId: string, code: string): Promise<void> {
  const query = (sql: string, params: unknown[]) => service.admin.query(sql, params);
  await query(`insert into network (id, name) values ($1, 'Another') on conflict do nothing`, [networkId]);
  await query(
    `insert into company (network_id, id, name, legal_form, siren, rcs_city, vat_number, naf, fiscal_year_start_month,
       vat_regime, vat_on_debits)
     values ($1, $1, 'Another', 'SAS', '552100554', '', '', '95.22Z', 1, 'real_normal', false) on conflict do nothing`,
    [networkId],
  );
  await query(
    `insert into station (network_id, station_id, company_id, version, code, name, siret, line1, line2, postcode, city, country,
       phone, email, iban, bic, time_zone, vat_territory)
     values ($1, $2, $1, 1, $3, 'Another', $4, '', '', '', '', 'FR', '', '', '', '', 'Europe/Paris', 'mainland')`,
    [networkId, stationId, code, `552100554${String(code.charCodeAt(0)).padStart(5, '0')}`],
  );
}
