import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { frenchVatNumber } from '@navette/kernel';
import { rightsOfRole } from '@navette/reference';
import { bootstrapIdentity, demoNetworkId, renewServiceGrants, type BootstrapAnswers } from '../index.js';
import { refusal, sirenFrom, siretOf, startNetwork, type TestNetwork } from '../test/network.js';

const NOBODY = { token: '', requestId: 'test', correlationId: 'test' };
const OPTIONS = {
  rights: ['identity:station.read', 'parties:party.read'],
  serviceCalls: new Map([
    ['parties', []],
    ['stock', ['parties:party.read']],
  ]),
};

let network: TestNetwork;
beforeAll(async () => {
  network = await startNetwork({ serviceCalls: OPTIONS.serviceCalls });
});
afterAll(() => network?.stop());

function answers(name: string, change: { code?: string; login?: string; siren?: string } = {}): BootstrapAnswers {
  const { code = 'DOU', login = 'Camille', siren = sirenFrom(830_000_000) } = change;
  return {
    network: name,
    company: {
      name: 'Douai Service',
      legalForm: 'SARL',
      siren,
      shareCapital: '8000.00',
      rcsCity: 'Douai',
      vatNumber: frenchVatNumber(siren),
      naf: '95.22Z',
      fiscalYearStartMonth: 1,
      vatRegime: 'real_normal',
      vatOnDebits: false,
    },
    station: {
      code,
      name: 'Douai',
      siret: siretOf(siren, 10),
      address: { line1: '1 rue du Joint', line2: '', postcode: '59500', city: 'Douai', country: 'FR' },
      phone: '',
      email: '',
      iban: '',
      bic: '',
      timeZone: 'Europe/Paris',
      vatTerritory: 'mainland',
    },
    administrator: { login, name: 'Camille Renard', email: 'camille@douai.example' },
  };
}
const bootstrap = (of: BootstrapAnswers) => bootstrapIdentity(network.env, of, OPTIONS);
const networks = () => network.rows<{ name: string }>('select name from network order by name');

describe('ID-12 bootstrap', () => {
  it('makes a network in which the administrator sets a password by the link, once, and works', async () => {
    const made = await bootstrap(answers('Réseau du Douaisis'));
    const password = 'un mot de passe bien à moi';
    await network.client.setPasswordByLink({ secret: made.secret, password }, NOBODY);
    expect(await refusal(network.client.setPasswordByLink({ secret: made.secret, password }, NOBODY))).toMatchObject({
      code: 'identity.password-link.refused',
    });
    await network.client.signIn({ login: 'camille', password, stationCode: '', device: '', code: '' }, NOBODY);
    const grants = await network.rows(
      'select subject, rights from station_grant where station_id = $1 order by subject',
      [made.stationId],
    );
    expect(grants).toEqual(
      expect.arrayContaining([
        // Those of the role, as of whoever enters a station.
        { subject: made.userId, rights: [...rightsOfRole('administrator')].sort() },
        { subject: 'parties', rights: [] },
        { subject: 'stock', rights: ['parties:party.read'] },
      ]),
    );
    const tenant = { stationId: made.stationId, networkId: made.networkId };
    const { stations } = await network.client.listStations(
      {},
      await network.service.as(tenant, ['identity:station.read']),
    );
    expect(stations).toMatchObject([{ code: 'DOU', companyName: 'Douai Service', networkId: made.networkId }]);
    expect(made.networkId).not.toBe(demoNetworkId);
    const [{ count } = { count: 0 }] = await network.rows<{ count: number }>(
      `select count(*)::int as count from audit where station_id = $1 and operation = 'identity:network.bootstrap'`,
      [made.stationId],
    );
    expect(count).toBeGreaterThanOrEqual(8);
  });

  it('refuses a name that a network has, of two at once too, and changes nothing', async () => {
    const before = await networks();
    for (const name of ['Réseau du Douaisis', ' réseau du douaisis ', 'Navette Dépannage']) {
      expect(await refusal(bootstrap(answers(name, { login: 'other' })))).toMatchObject({
        code: 'identity.bootstrap.network-exists',
        kind: 'conflict',
      });
    }
    expect(await networks()).toEqual(before);
    const outcomes = await Promise.allSettled([
      bootstrap(answers('Deux', { login: 'un' })),
      bootstrap(answers('Deux', { login: 'deux' })),
    ]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await networks()).toHaveLength(before.length + 1);
  });

  it('makes nothing at all where an answer is wrong, and names each', async () => {
    const before = await networks();
    const good = answers('Troisième', { login: 'trois' });
    const refused = (change: Partial<BootstrapAnswers>) => refusal(bootstrap({ ...good, ...change }));
    const administrator = { login: 'a b', name: '', email: 'nobody' };
    expect((await refused({ network: ' ', administrator })).fields).toEqual([
      '/network identity.bootstrap.network-name-wrong',
      '/administrator/login identity.bootstrap.login-wrong',
      '/administrator/name identity.bootstrap.administrator-name-wrong',
      '/administrator/email identity.bootstrap.email-wrong',
    ]);
    expect((await refused({ company: { ...good.company, siren: '1' } })).code).toBe('identity.company.invalid');
    expect((await refused({ station: { ...good.station, code: 'douai' } })).code).toBe('identity.station.invalid');
    expect((await refusal(bootstrap(answers('Troisième', { login: 'DEMO' })))).fields).toEqual([
      '/administrator/login identity.bootstrap.login-taken',
    ]);
    expect(await networks()).toEqual(before);
  });
});

describe('ID-8 an upgrade', () => {
  it('gives the services what they need in this release, in stations of all networks, and nothing twice', async () => {
    const { stationId } = await bootstrap(answers('De la version passée', { login: 'vieux' }));
    const release = new Map([
      ['parties', ['stock:part.read']],
      ['stock', ['parties:party.read']],
    ]);
    const grants = () =>
      network.rows<{ station_id: string; subject: string; rights: string[]; version: string }>(
        `select station_id, subject, rights, version from station_grant where subject in ('parties', 'stock') order by 1, 2`,
      );
    const told = async () =>
      (await network.rows(`select 1 from audit where operation = 'identity:service-grants.renew'`)).length;
    const env = { ...network.env, NAVETTE_IDENTITY_DATABASE_OWNER_PASSWORD: 'owner' };
    await renewServiceGrants(env, release);
    const renewed = await grants();
    expect(renewed.filter(({ station_id: id }) => id === stationId)).toEqual([
      { station_id: stationId, subject: 'parties', rights: ['stock:part.read'], version: '2' },
      { station_id: stationId, subject: 'stock', rights: ['parties:party.read'], version: '1' },
    ]);
    const stations = new Set(renewed.map(({ station_id: id }) => id));
    expect(await told()).toBe(stations.size);
    expect(stations.size).toBeGreaterThan(3);
    await renewServiceGrants(env, release);
    expect(await grants()).toEqual(renewed);
    expect(await told()).toBe(stations.size);
  });
});
