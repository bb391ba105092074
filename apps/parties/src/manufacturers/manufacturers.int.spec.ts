import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  ManufacturerListedMessage,
  ManufacturerUnlistedMessage,
  PartyChangedMessage,
  PartyCreatedMessage,
  StationChangedMessage,
} from '@navette/contracts';
import { StationChanged } from '@navette/contracts/identity/v1/events';
import {
  ListPartiesRequest,
  PartiesServiceService,
  Party,
  PricingTerms,
  type Manufacturer,
} from '@navette/contracts/parties/v1/service';
import type { DomainError } from '@navette/kernel';
import { MANUFACTURERS } from '@navette/reference';
import { eventually, handled, heard, say, startTestService, testTenant, type TestService } from '@navette/testing';
import { partiesService } from '../parties.service.js';

const lille = testTenant('lille');
const lens = testTenant('lens');
const nantes = testTenant('nantes', 'another network');
const RIGHTS = ['parties:party.create', 'parties:party.read', 'parties:party.change', 'parties:party.terms'];
const OPERATOR = ['parties:manufacturer.read', 'parties:manufacturer.list'];
const REFERENCE = MANUFACTURERS.length;

let service: TestService;
const client = () => service.client(PartiesServiceService);
type Tenant = typeof lille;

async function join(tenant: Tenant): Promise<void> {
  const said = { tenant, aggregateId: tenant.stationId, version: 1 };
  await say(service, StationChangedMessage, StationChanged.fromPartial({ stationId: tenant.stationId }), said);
  // A station's whole list is a few hundred statements.
  const patience = { timeoutMs: 60_000 };
  await eventually(async () => ((await ofStation(tenant)).length >= REFERENCE ? true : undefined), patience);
}

/** The station's parties of the list, by name. */
async function ofStation(tenant: Tenant): Promise<Party[]> {
  const filters = [
    { field: 'kind', operator: 'eq', values: ['manufacturer'] },
    { field: 'source', operator: 'eq', values: ['system'] },
  ];
  const query = ListPartiesRequest.fromPartial({ query: { filters, limit: 200 } });
  return (await client().listParties(query, await service.as(tenant, RIGHTS))).parties;
}

const named = async (name: string, tenant = lille) => (await ofStation(tenant)).find((party) => party.name === name);
const list = async (tenant = lille, partyId = '') =>
  (await client().listManufacturers({ partyId }, await service.as(tenant, OPERATOR))).manufacturers;
const add = async (alphaCode: string, name: string, tenant = lille) =>
  client().addManufacturer(
    { alphaCode, name, machineClientId: '', documentationUrl: '' },
    await service.as(tenant, OPERATOR),
  );
const change = async (
  { id, version }: Manufacturer,
  alphaCode: string,
  name: string,
  tenant = lille,
  { machineClientId = '', documentationUrl = '' } = {},
) => {
  const request = { id, expectedVersion: version, alphaCode, name, machineClientId, documentationUrl };
  return client().changeManufacturer(request, await service.as(tenant, OPERATOR));
};

async function created(party: Partial<Party>, tenant = lille): Promise<Party> {
  const request = { party: Party.fromPartial(party), acceptDuplicates: true };
  const { result } = await client().createParty(request, await service.as(tenant, RIGHTS));
  if (result?.$case !== 'created') throw new Error('not created');
  return result.value;
}

const save = async (party: Party, tenant = lille) =>
  client().changeParty({ partyId: party.id, expectedVersion: party.version, party }, await service.as(tenant, RIGHTS));

const refusal = (code: string) => ({ code: `parties.${code}` });
const pointersOf = (work: Promise<unknown>) =>
  work.then(
    () => [],
    ({ fields }: DomainError) => fields.map(({ pointer, code }) => `${pointer} ${code}`),
  );

beforeAll(async () => {
  service = await startTestService(partiesService);
  await created({ kinds: ['manufacturer'], name: 'BOSCH', comment: 'made before' }, lens);
  await Promise.all([join(lille), join(lens), join(nantes)]);
}, 120_000);
afterAll(() => service.stop());

describe('PA-10 the list of manufacturers', () => {
  it('is one for the network, and its first station begins it with the reference list', async () => {
    const names = (await list()).map(({ name }) => name);
    expect(new Set(names)).toEqual(new Set(MANUFACTURERS.map(([, name]) => name)));
    expect((await list(lens)).map(({ id }) => id)).toEqual((await list()).map(({ id }) => id));
    const others = new Set((await list(nantes)).map(({ id }) => id));
    expect((await list()).filter(({ id }) => others.has(id))).toEqual([]);
  });

  it('is present in each station, as suppliers to be set up, told as any new party', async () => {
    const bosch = await named('Bosch');
    expect(bosch).toMatchObject({
      kinds: ['manufacturer', 'supplier'],
      source: 'system',
      alphaCode: 'BOS',
      pricingToSetUp: true,
      billingTerms: { billingType: 'none' },
    });
    expect((await named('Bosch', lens))?.id).not.toBe(bosch?.id);
    const [told] = await heard(service, PartyCreatedMessage, ({ party }) => party?.id === bosch?.id);
    expect(told?.party).toMatchObject({ name: 'Bosch', source: 'system' });
  });

  it('takes over the manufacturer that a station had made by hand under the name', async () => {
    const parties = (await ofStation(lens)).filter(({ alphaCode }) => alphaCode === 'BOS');
    expect(parties).toMatchObject([{ name: 'Bosch', comment: 'made before', version: '2' }]);
    const [told] = await heard(service, PartyChangedMessage, ({ party }) => party?.id === parties[0]?.id);
    expect(told?.party).toMatchObject({ name: 'Bosch', alphaCode: 'BOS' });
  });

  it('ST-18 says where its documentation of a part is, to each station by the party that it has there', async () => {
    const address = 'https://doc.exemple.example/pieces?ref={reference}&langue=fr';
    const listed = await add('DOC', 'Documenté');
    await eventually(async () => ((await named('Documenté', lens)) === undefined ? undefined : true));
    const saved = await change(listed, 'DOC', 'Documenté', lille, { documentationUrl: ` ${address} ` });
    expect(saved).toMatchObject({ documentationUrl: address, version: '2' });
    const [here, there] = [(await named('Documenté'))?.id ?? '', (await named('Documenté', lens))?.id ?? ''];
    expect(await list(lille, here)).toEqual([saved]);
    expect(await list(lens, there)).toEqual([saved]);
    // Of another station's party, of one that is no manufacturer, and of none.
    expect(await list(lens, here)).toEqual([]);
    expect(await list(lille, (await created({ kinds: ['consumer'], name: 'Personne' })).id)).toEqual([]);
    expect(await list(lille, 'no id')).toEqual([]);
    for (const wrong of [
      'http://doc.exemple.example/{reference}',
      'https://doc.exemple.example/',
      'https://{reference}.exemple.example/',
      'javascript:alert(1)//{reference}',
      '{reference}',
      `https://doc.exemple.example/${'x'.repeat(300)}/{reference}`,
    ]) {
      expect(await pointersOf(change(saved, 'DOC', 'Documenté', lille, { documentationUrl: wrong }))).toEqual([
        '/documentationUrl parties.manufacturer.documentation-wrong',
      ]);
    }
    const current = (await list(lille, here))[0] as Manufacturer;
    const { version, documentationUrl } = await change(current, 'DOC', 'Documenté');
    expect([version, documentationUrl]).toEqual(['3', '']);
    // Each station has heard of all three.
    for (const tenant of [lille, lens]) {
      await eventually(async () => ((await named('Documenté', tenant))?.version === '3' ? true : undefined));
    }
  });

  it('heard of once more, a station changes nothing', async () => {
    const before = await ofStation(lille);
    const said = { tenant: lille, aggregateId: lille.stationId, version: 2 };
    const messageId = await say(service, StationChangedMessage, StationChanged.fromPartial({ stationId: lille.stationId }), said); // prettier-ignore
    await eventually(async () => {
      const { rowCount } = await service.admin.query('select 1 from inbox where message_id = $1', [messageId]);
      return rowCount === 2 ? true : undefined;
    });
    expect(await ofStation(lille)).toEqual(before);
  });

  it('says name, code and kind; address, contacts and terms are the station’s', async () => {
    const miele = (await named('Miele')) as Party;
    expect(await pointersOf(save({ ...miele, name: 'Mièle SAS', alphaCode: 'XX', kinds: ['supplier'] }))).toEqual([
      '/name parties.party.listed',
      '/alphaCode parties.party.listed',
      '/kinds parties.party.listed',
    ]);
    const mainAddress = { line1: '9 avenue Albert Einstein', line2: '', postcode: '93150', city: 'Le Blanc-Mesnil', country: 'FR' }; // prettier-ignore
    const changed = await save({ ...miele, mainAddress, kinds: ['manufacturer'] });
    expect(changed).toMatchObject({ name: 'Miele', source: 'system', mainAddress, kinds: ['manufacturer'] });
    expect((await named('Miele', lens))?.mainAddress).toBeUndefined();
    const terms = PricingTerms.fromPartial({ ...changed.pricingTerms, bands: [{ from: '0', coefficient: '2' }] });
    const request = { partyId: changed.id, expectedVersion: changed.version, terms };
    const priced = await client().setPricingTerms(request, await service.as(lille, RIGHTS));
    expect(priced).toMatchObject({ name: 'Miele', pricingTerms: { bands: [{ from: '0.00', coefficient: '2.0000' }] } });
  });

  it('leaves a station its own, with a code of its own, marked as made by hand', async () => {
    const own = await created({ kinds: ['manufacturer'], name: 'Atelier Lillois', alphaCode: ' al1 ' });
    expect(own).toMatchObject({ source: 'by_hand', alphaCode: 'AL1' });
    const renamed = await save({ ...own, name: 'Atelier de Lille', alphaCode: 'ADL' });
    expect(renamed).toMatchObject({ name: 'Atelier de Lille', alphaCode: 'ADL' });
    expect(await pointersOf(save({ ...renamed, alphaCode: 'A-1' }))).toEqual([
      '/alphaCode parties.party.alpha-code-wrong',
    ]);
  });
});

describe('PA-10 whoever keeps the list', () => {
  it('adds to every station of the network, and to no other network', async () => {
    const added = await add('zan', ' Zanussi ');
    expect(added).toMatchObject({ alphaCode: 'ZAN', name: 'Zanussi', version: '1' });
    for (const tenant of [lille, lens]) {
      expect(await eventually(() => named('Zanussi', tenant))).toMatchObject({ alphaCode: 'ZAN', source: 'system' });
    }
    const told = await heard(service, ManufacturerListedMessage, ({ manufacturer }) => manufacturer?.id === added.id);
    expect(told).toHaveLength(2);
    expect((await list(nantes)).map(({ name }) => name)).not.toContain('Zanussi');
    expect(await client().getManufacturer({ id: added.id }, await service.as(lens, OPERATOR))).toEqual(added);
  });

  it('changes name and code everywhere, what stations have of their own stays', async () => {
    const smeg = (await list()).find(({ name }) => name === 'Smeg') as Manufacturer;
    const own = (await named('Smeg')) as Party;
    await save({ ...own, comment: 'our contact is Anne' });
    const changed = await change(smeg, 'SMG', 'Smeg France');
    expect(changed).toMatchObject({ version: '2', alphaCode: 'SMG' });
    const followed = await eventually(() => named('Smeg France'));
    expect(followed).toMatchObject({ id: own.id, alphaCode: 'SMG', comment: 'our contact is Anne' });
    expect(await eventually(() => named('Smeg France', lens))).toMatchObject({ alphaCode: 'SMG' });
    const { parties } = await client().searchParties({ q: 'smeg france', kind: '' }, await service.as(lille, RIGHTS));
    expect(parties.map(({ id }) => id)).toContain(own.id);
  });

  it('is told of what was changed meanwhile, taken, wrong or not there', async () => {
    const [first, second] = (await list()) as [Manufacturer, Manufacturer];
    await expect(change({ ...first, version: '9' }, first.alphaCode, first.name)).rejects.toMatchObject(
      refusal('manufacturer.changed-meanwhile'),
    );
    await expect(change(first, second.alphaCode, first.name)).rejects.toMatchObject(refusal('manufacturer.taken'));
    await expect(add('NEW', second.name.toUpperCase())).rejects.toMatchObject(refusal('manufacturer.taken'));
    expect(await pointersOf(add('x', ' ! '))).toEqual([
      '/alphaCode parties.manufacturer.alpha-code-wrong',
      '/name parties.manufacturer.name-wrong',
    ]);
    const asNantes = await service.as(nantes, OPERATOR);
    await expect(client().getManufacturer({ id: first.id }, asNantes)).rejects.toMatchObject(
      refusal('manufacturer.not-found'),
    );
    await expect(change(first, 'AAA', 'Aaa', nantes)).rejects.toMatchObject(refusal('manufacturer.not-found'));
  });

  it('takes one off: each station keeps its party, renames it, and gives it back when it is listed again', async () => {
    const remove = async ({ id, version }: Manufacturer, tenant = lille) =>
      client().removeManufacturer({ id, expectedVersion: version }, await service.as(tenant, OPERATOR));
    const listed = await add('WAR', 'Warner');
    const [ours, theirs] = [await eventually(() => named('Warner')), await eventually(() => named('Warner', lens))];
    await expect(remove(listed, nantes)).rejects.toMatchObject(refusal('manufacturer.not-found'));
    await expect(remove({ ...listed, version: '9' })).rejects.toMatchObject(refusal('manufacturer.changed-meanwhile'));
    await remove(listed);
    expect((await list(lens)).filter(({ id }) => id === listed.id)).toEqual([]);
    const asNow = async ({ id }: Party, tenant: Tenant) => client().getParty({ id }, await service.as(tenant, RIGHTS));
    const free = async (party: Party, tenant: Tenant) =>
      eventually(async () => {
        const now = await asNow(party, tenant);
        return now.source === 'by_hand' ? now : undefined;
      });
    expect(await free(theirs, lens)).toMatchObject({ name: 'Warner', kinds: ['manufacturer', 'supplier'] });
    const renamed = await save({ ...(await free(ours, lille)), name: 'Warner & fils', alphaCode: 'WFI' });
    expect(renamed).toMatchObject({ id: ours.id, name: 'Warner & fils', source: 'by_hand' });
    const [told] = await heard(service, PartyChangedMessage, ({ party }) => party?.id === theirs.id);
    expect(told?.party).toMatchObject({ source: 'by_hand' });
    // Late or twice, what was said of it before and of its end changes nothing any more.
    const said = { tenant: lens, aggregateId: listed.id, version: 1 };
    const late = await say(service, ManufacturerListedMessage, { manufacturer: listed }, said);
    const unlisted = { manufacturerId: listed.id, version: '2' };
    const twice = await say(service, ManufacturerUnlistedMessage, unlisted, { ...said, version: 2 });
    await Promise.all([
      handled(service, 'manufacturer-listed', late),
      handled(service, 'manufacturer-unlisted', twice),
    ]);
    expect(await asNow(theirs, lens)).toMatchObject({ source: 'by_hand', version: '2' });
    await add('WAR', 'Warner');
    expect(await eventually(() => named('Warner', lens))).toMatchObject({ id: theirs.id, source: 'system' });
    expect((await eventually(() => named('Warner'))).id).not.toBe(ours.id);
  });

  it('once, whoever adds the same at the same time', async () => {
    const tried = await Promise.allSettled([add('AMA', 'Amana'), add('AMA', 'Amana', lens), add('AM2', 'AMANA')]);
    expect(tried.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await list()).filter(({ name }) => name.toLowerCase() === 'amana')).toHaveLength(1);
  });
});

describe('PA-18 a supplier to be set up', () => {
  it('is one without coefficients of its own, or of the supplier chosen for its parts', async () => {
    const bands = [{ from: '0', coefficient: '2.5' }];
    const set = async ({ id, version, pricingTerms }: Party, terms: Partial<PricingTerms>) =>
      client().setPricingTerms(
        { partyId: id, expectedVersion: version, terms: PricingTerms.fromPartial({ ...pricingTerms, ...terms }) },
        await service.as(lille, RIGHTS),
      );
    const supplier = await created({ kinds: ['supplier'], name: 'Pièces Express' });
    expect(supplier.pricingToSetUp).toBe(true);
    const maker = (await named('Dyson')) as Party;
    const following = await set(maker, { coefficientsOfPartyId: supplier.id });
    expect(following.pricingToSetUp).toBe(true);
    expect((await set(supplier, { bands })).pricingToSetUp).toBe(false);
    const shown = await client().getParty({ id: maker.id }, await service.as(lille, RIGHTS));
    expect(shown.pricingToSetUp).toBe(false);
    expect((await created({ kinds: ['consumer'], name: 'Pas un fournisseur' })).pricingToSetUp).toBe(false);
    const filters = [
      { field: 'pricingToSetUp', operator: 'eq', values: ['false'] },
      { field: 'kind', operator: 'eq', values: ['supplier'] },
    ];
    const query = ListPartiesRequest.fromPartial({ query: { filters, limit: 200 } });
    const { parties } = await client().listParties(query, await service.as(lille, RIGHTS));
    expect(parties.map(({ name }) => name).sort()).toEqual(['Dyson', 'Pièces Express']);
  });
});
