import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { StationChangedMessage } from '@navette/contracts';
import type { CompanyDetails, Station, StationDetails } from '@navette/contracts/identity/v1/service';
import { frenchVatNumber } from '@navette/kernel';
import { rightsOfRole } from '@navette/reference';
import { eventually, testTenant } from '@navette/testing';
import { demoNetworkId, demoStations, demoUserId } from '../index.js';
import { arras, lens, lille, refusal, sirenFrom, siretOf, startNetwork, type TestNetwork } from '../test/network.js';

const RIGHTS = [
  'identity:station.read',
  'identity:station.change',
  'identity:company.change',
  'identity:network.extend',
];
const IBAN = 'FR7630006000011234567890189';

let network: TestNetwork;
beforeAll(async () => {
  network = await startNetwork({
    rights: RIGHTS,
    serviceCalls: new Map([
      ['parties', []],
      ['stock', ['parties:party.read']],
    ]),
  });
});
afterAll(() => network?.stop());

/** Somebody who may do all of it in a station. */
const by = (tenant = lille, idempotencyKey?: string) =>
  network.service.as(tenant, RIGHTS, idempotencyKey === undefined ? {} : { idempotencyKey });

const stationOf = async (tenant = lille): Promise<Station> =>
  network.client.getStation({ id: tenant.stationId }, await by(tenant));
const companyOf = async (tenant = lille) =>
  network.client.getCompany({ id: (await stationOf(tenant)).companyId }, await by(tenant));

async function changeStation(change: Partial<StationDetails>, tenant = lille, version?: string): Promise<Station> {
  const { id, version: current, ...station } = await stationOf(tenant);
  const asked = { id, expectedVersion: version ?? current, station: { ...station, ...change } };
  return network.client.changeStation(asked, await by(tenant));
}

async function changeCompany(change: Partial<CompanyDetails>, sirets: { stationId: string; siret: string }[] = []) {
  const { id, version, details } = await companyOf();
  const asked = { id, expectedVersion: version, details: { ...(details as CompanyDetails), ...change }, sirets };
  return network.client.changeCompany(asked, await by());
}

/** Versions of StationChanged that were told, by station. */
async function told(): Promise<Record<string, number>> {
  const rows = await network.rows<{ id: string; count: number }>(
    `select aggregate_id as id, count(*)::int as count from outbox
     where headers ->> 'Navette-Type' = $1 group by 1`,
    [StationChangedMessage.type],
  );
  return Object.fromEntries(rows.map(({ id, count }) => [id, count]));
}

async function lastTold(stationId: string): Promise<StationChangedMessageOf> {
  const [row] = await network.rows<{ payload: Buffer }>(
    `select payload from outbox where aggregate_id = $1 and headers ->> 'Navette-Type' = $2 order by seq desc limit 1`,
    [stationId, StationChangedMessage.type],
  );
  return StationChangedMessage.decode(row?.payload as Buffer);
}
type StationChangedMessageOf = ReturnType<(typeof StationChangedMessage)['decode']>;

describe('ID-1 changing a station', () => {
  it('keeps what was typed in its plain form, and tells every service once', async () => {
    const before = await told();
    const version = Number((await stationOf()).version);
    const changed = await changeStation({
      name: ' Houplin Lille centre ',
      phone: '03 53 01 00 14',
      iban: 'fr76 3000 6000 0112 3456 7890 189',
      bic: 'agrifrpp',
      siret: '000 059 626 00010',
    });
    expect(changed).toMatchObject({
      name: 'Houplin Lille centre',
      phone: '+33353010014',
      iban: IBAN,
      bic: 'AGRIFRPP',
      siret: '00005962600010',
      version: String(version + 1),
    });
    expect(await stationOf()).toEqual(changed);
    expect(await told()).toEqual({ ...before, [lille.stationId]: (before[lille.stationId] ?? 0) + 1 });
    expect(await lastTold(lille.stationId)).toMatchObject({ stationId: lille.stationId, iban: IBAN, bic: 'AGRIFRPP' });
  });

  it('tells nobody where nothing changed', async () => {
    const before = await told();
    const station = await stationOf();
    expect(await changeStation({})).toEqual(station);
    expect(await told()).toEqual(before);
  });

  it('names every field that is not accepted', async () => {
    const siret = siretOf(sirenFrom(700_000_000), 10);
    const wrong = { name: '', siret, iban: 'FR76', bic: 'X', email: 'lille', phone: '12', timeZone: 'Lille' };
    expect(await refusal(changeStation({ ...wrong, vatTerritory: 'moon', code: 'LIX' }))).toMatchObject({
      code: 'identity.station.invalid',
      kind: 'invalid',
      fields: [
        '/name identity.station.name-wrong',
        '/siret identity.station.siret-of-another',
        '/phone identity.station.phone-wrong',
        '/email identity.station.email-wrong',
        '/vatTerritory identity.station.vat-territory-not-accepted',
        '/iban identity.station.iban-wrong',
        '/bic identity.station.bic-wrong',
        '/timeZone identity.station.time-zone-unknown',
      ],
    });
  });

  it('never changes the code, which stands in the numbers of documents', async () => {
    expect(await refusal(changeStation({ code: 'LIX' }))).toMatchObject({
      fields: ['/code identity.station.code-fixed'],
    });
  });

  it('refuses the SIRET of a sister', async () => {
    const { siret } = await stationOf(lens);
    expect(await refusal(changeStation({ siret }))).toMatchObject({ fields: ['/siret identity.station.siret-taken'] });
  });

  it('refuses who has not seen the last change; of two at once one wins', async () => {
    const { version } = await stationOf(lens);
    const outcomes = await Promise.allSettled(
      ['one', 'two', 'three'].map((name) => changeStation({ name }, lens, version)),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await refusal(changeStation({ name: 'four' }, lens, version))).toEqual({
      code: 'identity.station.changed-meanwhile',
      kind: 'stale',
      params: { expected: Number(version), actual: Number(version) + 1 },
      fields: [],
    });
  });

  it('sent twice under one key is done once', async () => {
    const before = await told();
    const { id, version, ...station } = await stationOf();
    const asked = { id, expectedVersion: version, station: { ...station, name: 'Houplin Lille' } };
    const call = await by(lille, 'key-1');
    const first = await network.client.changeStation(asked, call);
    expect(await network.client.changeStation(asked, call)).toEqual(first);
    expect((await told())[id]).toBe((before[id] ?? 0) + 1);
  });

  it('ID-10 is for its own people; another network’s station and none look the same', async () => {
    const { version, id: _id, ...station } = await stationOf(lens);
    const change = async (id: string) =>
      refusal(network.client.changeStation({ id, expectedVersion: version, station }, await by()));
    expect(await change(lens.stationId)).toMatchObject({ code: 'identity.station.not-yours', kind: 'forbidden' });
    const foreign = testTenant('a station elsewhere', 'another network');
    await network.rows(
      `with n as (insert into network (id, name) values ($1, 'Another') returning id),
         c as (insert into company (network_id, id, version, name, legal_form, siren, rcs_city, vat_number, naf,
                 fiscal_year_start_month, vat_regime, vat_on_debits)
               select id, id, 1, 'Another', 'SAS', '552100554', '', '', '95.22Z', 1, 'real_normal', false from n)
       insert into station (network_id, station_id, company_id, version, code, name, siret, line1, line2, postcode, city,
         country, phone, email, iban, bic, time_zone, vat_territory)
       select id, $2, id, 1, 'XYZ', 'Another', '55210055400013', '', '', '', '', 'FR', '', '', '', '', 'Europe/Paris',
         'mainland' from n`,
      [foreign.networkId, foreign.stationId],
    );
    for (const id of [foreign.stationId, testTenant('nowhere').stationId, 'LIL']) {
      expect(await change(id)).toEqual({
        code: 'identity.station.not-found',
        kind: 'not-found',
        params: {},
        fields: [],
      });
    }
  });

  it('ID-4 needs the right, and ID-9 leaves its trace', async () => {
    const { id, version, ...station } = await stationOf();
    const reader = await network.service.as(lille, ['identity:station.read']);
    const asked = network.client.changeStation({ id, expectedVersion: version, station }, reader);
    expect(await refusal(asked)).toMatchObject({ params: { right: 'identity:station.change' } });
    const [row] = await network.rows<{ count: number }>(
      `select count(*)::int as count from audit
       where operation = 'identity:station.change' and entity_type = 'station' and entity_id = $1 and actor_kind = 'user'`,
      [id],
    );
    expect(row?.count).toBeGreaterThan(0);
  });
});

describe('ID-1 changing a company', () => {
  it('is told of each of its stations, and of no other', async () => {
    const before = await told();
    const company = await companyOf();
    const changed = await changeCompany({ legalForm: 'SAS', shareCapital: '30000.00', fiscalYearStartMonth: 4 });
    expect(changed).toMatchObject({
      id: company.id,
      version: String(Number(company.version) + 1),
      details: { ...company.details, legalForm: 'SAS', shareCapital: '30000.00', fiscalYearStartMonth: 4 },
    });
    expect(await told()).toEqual({
      ...before,
      [lille.stationId]: (before[lille.stationId] ?? 0) + 1,
      [lens.stationId]: (before[lens.stationId] ?? 0) + 1,
    });
    expect(await lastTold(lens.stationId)).toMatchObject({ legalForm: 'SAS', shareCapital: '30000.00' });
  });

  it('names every field that is not accepted', async () => {
    const wrong = {
      name: ' ',
      legalForm: '',
      siren: '000059627',
      shareCapital: 'a lot',
      naf: '9522',
      vatRegime: 'none',
    };
    expect((await refusal(changeCompany({ ...wrong, fiscalYearStartMonth: 13 }))).fields).toEqual([
      '/shareCapital identity.company.share-capital-wrong',
      '/name identity.company.name-wrong',
      '/legalForm identity.company.legal-form-required',
      '/siren identity.company.siren-wrong',
      '/vatNumber identity.company.vat-number-of-another',
      '/naf identity.company.naf-wrong',
      '/fiscalYearStartMonth identity.company.fiscal-year-start-wrong',
      '/vatRegime identity.company.vat-regime-not-accepted',
    ]);
    expect((await refusal(changeCompany({ shareCapital: '-1.00' }))).fields).toEqual([
      '/shareCapital identity.company.share-capital-wrong',
    ]);
  });

  it('takes a new SIREN with the new SIRETs of its stations, or not at all', async () => {
    const siren = sirenFrom(810_000_000);
    const vatNumber = frenchVatNumber(siren);
    const [toLille, toLens] = [siretOf(siren, 10), siretOf(siren, 20)];
    const before = await companyOf();
    expect((await refusal(changeCompany({ siren, vatNumber }))).fields).toEqual([
      '/sirets identity.company.siret-required',
      '/sirets identity.company.siret-required',
    ]);
    const wrong = [
      { stationId: arras.stationId, siret: toLens },
      { stationId: lille.stationId, siret: '00005962600010' },
      { stationId: lens.stationId, siret: toLens },
    ];
    expect((await refusal(changeCompany({ siren, vatNumber }, wrong))).fields).toEqual([
      '/sirets/0/stationId identity.station.not-found',
      '/sirets/1/siret identity.station.siret-of-another',
    ]);
    expect(await companyOf()).toEqual(before);

    await changeCompany({ siren, vatNumber }, [
      { stationId: lille.stationId, siret: toLille },
      { stationId: lens.stationId, siret: toLens },
    ]);
    expect(await stationOf()).toMatchObject({ siren, siret: toLille, vatNumber });
    expect(await stationOf(lens)).toMatchObject({ siren, siret: toLens });
    const other = await network.client.getCompany({ id: (await stationOf(arras)).companyId }, await by(arras));
    expect((await refusal(changeCompany({ siren: other.details?.siren ?? '', vatNumber: '' }))).code).toBe(
      'identity.company.invalid',
    );
  });

  it('is held together with its stations by the database', async () => {
    const apart = network.rows(`update station set siret = '55210055400013' where station_id = $1`, [lille.stationId]);
    await expect(apart).rejects.toThrow('station_siret_of_company');
  });

  it('refuses who has not seen the last change, and who works for another company', async () => {
    const { id, version, details } = await companyOf();
    const change = async (expectedVersion: string, call: Awaited<ReturnType<typeof by>>) =>
      refusal(network.client.changeCompany({ id, expectedVersion, details, sirets: [] }, call));
    expect(await change(String(Number(version) - 1), await by())).toMatchObject({
      code: 'identity.company.changed-meanwhile',
      params: { expected: Number(version) - 1, actual: Number(version) },
    });
    expect(await change(version, await by(arras))).toMatchObject({ code: 'identity.company.not-yours' });
    const reader = await network.service.as(lille, ['identity:station.read', 'identity:station.change']);
    expect(await change(version, reader)).toMatchObject({ params: { right: 'identity:company.change' } });
    const elsewhere = await by(testTenant('sixth elsewhere', 'a third network'));
    for (const missing of [id, testTenant('nowhere').stationId, 'Houplin']) {
      const asked = network.client.getCompany({ id: missing }, elsewhere);
      expect(await refusal(asked)).toMatchObject({ code: 'identity.company.not-found', kind: 'not-found' });
    }
  });
});

describe('ID-1 adding a station', () => {
  const details = (code: string, siret: string): StationDetails => ({
    code,
    name: `Houplin ${code}`,
    siret,
    address: { line1: '2 rue du Joint', line2: '', postcode: '59300', city: 'Valenciennes', country: '' },
    phone: '',
    email: '',
    iban: '',
    bic: '',
    timeZone: 'Europe/Paris',
    vatTerritory: 'mainland',
  });
  const adder = { actor: { kind: 'user', id: demoUserId } } as const;
  const grantsOf = (stationId: string) =>
    network.rows<{ subject: string; rights: string[] }>(
      'select subject, rights from station_grant where station_id = $1 order by subject',
      [stationId],
    );

  it('opens it to our services, to the network’s people, and to whoever added it as its administrator', async () => {
    const operator = testTenant('an operator').stationId;
    await network.rows(
      `insert into app_user (network_id, id, login, password_hash, name, email, colour, network_role)
       values ($1, $2, 'operator', '$argon2id$', 'Operator', '', '#000000', 'franchise_operator')`,
      [demoNetworkId, operator],
    );
    const { companyId, siren } = await stationOf();
    const station = details('VAL', siretOf(siren, 100));
    const call = await network.service.as(lille, RIGHTS, { ...adder, idempotencyKey: 'add VAL' });
    const asked = { station, of: { $case: 'companyId', value: companyId } } as const;
    const added = await network.client.addStation(asked, call);
    expect(added).toMatchObject({ code: 'VAL', version: '1', companyId, siren, networkId: demoNetworkId });
    expect((await network.client.addStation(asked, call)).id).toBe(added.id);
    expect(await lastTold(added.id)).toMatchObject({ stationId: added.id, code: 'VAL' });
    const grants = await eventually(async () => {
      const rows = await grantsOf(added.id);
      return rows.length === 4 ? rows : undefined;
    });
    expect(grants).toEqual(
      expect.arrayContaining([
        { subject: demoUserId, rights: [...RIGHTS].sort() },
        { subject: operator, rights: rightsOfRole('franchise_operator') },
        { subject: 'parties', rights: [] },
        { subject: 'stock', rights: ['parties:party.read'] },
      ]),
    );
    const [assigned] = await network.rows('select role from user_station where station_id = $1 and user_id = $2', [
      added.id,
      demoUserId,
    ]);
    expect(assigned).toEqual({ role: 'administrator' });
    const stations = await network.rows('select from station where code = $1', ['VAL']);
    expect(stations).toHaveLength(1);
  });

  it('may bring a new company; both or neither', async () => {
    const siren = sirenFrom(820_000_000);
    const company = {
      name: 'Cambrésis Froid',
      legalForm: 'EURL',
      siren,
      shareCapital: '',
      rcsCity: 'Cambrai',
      vatNumber: '',
      naf: '95.22Z',
      fiscalYearStartMonth: 1,
      vatRegime: 'real_simplified',
      vatOnDebits: false,
    };
    const add = async (station: StationDetails) =>
      network.client.addStation({ station, of: { $case: 'company', value: company } }, await by());
    expect((await refusal(add(details('LEN', siretOf(siren, 10))))).fields).toEqual([
      '/code identity.station.code-taken',
    ]);
    expect(await network.rows('select from company where siren = $1', [siren])).toEqual([]);
    const added = await add(details('CAM', siretOf(siren, 10)));
    expect(added).toMatchObject({ companyName: 'Cambrésis Froid', legalForm: 'EURL', shareCapital: '', siren });
    expect((await refusal(add(details('CAB', siretOf(siren, 20))))).fields).toEqual([
      '/siren identity.company.siren-taken',
    ]);
  });

  it('needs a company of the network, and the right', async () => {
    const { companyId, siren } = await stationOf();
    const station = details('DUN', siretOf(siren, 200));
    const of = (value: string) => ({ station, of: { $case: 'companyId', value } as const });
    const elsewhere = await by(testTenant('seventh elsewhere', 'a fourth network'));
    expect(await refusal(network.client.addStation(of(companyId), elsewhere))).toMatchObject({
      code: 'identity.company.not-found',
    });
    expect((await refusal(network.client.addStation({ station, of: undefined }, await by()))).code).toBe(
      'identity.company.invalid',
    );
    const settled = await network.service.as(
      lille,
      RIGHTS.filter((right) => right !== 'identity:network.extend'),
    );
    expect(await refusal(network.client.addStation(of(companyId), settled))).toMatchObject({
      params: { right: 'identity:network.extend' },
    });
    expect(Object.keys(demoStations)).not.toContain('DUN');
    expect(await network.rows(`select from station where code = 'DUN'`)).toEqual([]);
  });
});
