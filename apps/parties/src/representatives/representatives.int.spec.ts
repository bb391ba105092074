import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  CommissionScaleChangedMessage,
  PartyBillingTermsChangedMessage,
  RepresentativeChangedMessage,
} from '@navette/contracts';
import {
  FindUserNamesResponse,
  IdentityServiceService as Identity,
  type FindUserNamesRequest,
  type TokenResponse,
} from '@navette/contracts/identity/v1/service';
import {
  BillingTerms,
  CommissionScale,
  Family,
  ListPartiesRequest,
  ListRepresentativesRequest,
  PartiesServiceService,
  Party,
  Representative,
} from '@navette/contracts/parties/v1/service';
import { newId, systemClock } from '@navette/kernel';
import { PublicRpc } from '@navette/platform/rpc';
import { heard, sortsWithoutIndex, startTestService, testTenant, type TestService } from '@navette/testing';
import { Controller } from '@nestjs/common';
import { BILLING_FIELDS, PRICING_FIELDS } from '../parties/inherited-terms.js';
import { partiesService } from '../parties.service.js';
import { scaleList } from './commission-scale.list.js';
import { representativeList } from './representative.list.js';

const here = testTenant('here');
const elsewhere = testTenant('elsewhere');
const USER = newId(systemClock);
const RIGHTS = [
  ...['create', 'read', 'terms', 'attach'].map((verb) => `parties:party.${verb}`),
  ...['family', 'representative', 'commission-scale'].flatMap((subject) =>
    ['create', 'read', 'change'].map((verb) => `parties:${subject}.${verb}`),
  ),
];

@Controller()
class IdentityStandIn {
  @PublicRpc(Identity.issueClientToken, 'a stand-in')
  async issueClientToken(): Promise<TokenResponse> {
    return { accessToken: 'nobody looks at it here', expiresInSeconds: 300, session: undefined };
  }

  @PublicRpc(Identity.findUserNames, 'a stand-in')
  async findUserNames({ ids }: FindUserNamesRequest): Promise<FindUserNamesResponse> {
    return { names: Object.fromEntries(ids.filter((id) => id === USER).map((id) => [id, 'Dominique'])) };
  }
}

let identity: TestService;
let service: TestService;
const client = () => service.client(PartiesServiceService);
const call = (tenant = here, options: { idempotencyKey?: string } = {}) => service.as(tenant, RIGHTS, options);

beforeAll(async () => {
  const { issueClientToken, findUserNames } = Identity;
  const grpc = { definition: { issueClientToken, findUserNames }, controllers: [IdentityStandIn] };
  identity = await startTestService({ name: 'identity', migrations: [], grpc } as never);
  service = await startTestService(partiesService, { env: { NAVETTE_IDENTITY_GRPC_URL: identity.grpcAddress } });
});
afterAll(async () => {
  await service.stop();
  await identity.stop();
});

let codes = 0;
const nextCode = () => `C${String(++codes).padStart(5, '0')}`;
const scaleOf = (overrides: Partial<CommissionScale> = {}) =>
  CommissionScale.fromPartial({
    code: nextCode(),
    label: 'Barème',
    basis: 'turnover',
    document: 'invoice',
    mode: 'by_band',
    period: 'month',
    bands: [
      { from: '0', formula: 'turnover_rate', rate: '0.05' },
      { from: '1000', formula: 'amount_and_turnover_rate', amount: '50.1', rate: '0.0825' },
    ],
    ...overrides,
  });
const makeScale = async (scale = scaleOf(), tenant = here) =>
  client().createCommissionScale({ scale }, await call(tenant));
const personOf = (overrides: Partial<Representative> = {}) =>
  Representative.fromPartial({ code: nextCode(), name: 'Vasseur', active: true, inherited: ['commissionScaleIds'], ...overrides }); // prettier-ignore
const make = async (representative = personOf(), tenant = here) =>
  client().createRepresentative({ representative }, await call(tenant));
const change = async ({ id, version, ...was }: Representative, to: Partial<Representative>) =>
  client().changeRepresentative(
    { representativeId: id, expectedVersion: version, representative: { ...was, id, version, ...to } },
    await call(),
  );
const read = async (id: string) => client().getRepresentative({ id }, await call());
const familyOf = async (role: string, given: Partial<Family> = {}) =>
  client().createFamily({ family: Family.fromPartial({ role, code: nextCode(), label: 'F', ...given }) }, await call());
const changeFamily = async (family: Family, to: Partial<Family>) =>
  client().changeFamily(
    { familyId: family.id, expectedVersion: family.version, family: { ...family, ...to } },
    await call(),
  );
async function makeParty(): Promise<Party> {
  const party = Party.fromPartial({ kinds: ['consumer'], name: `Client ${nextCode()}` });
  const { result } = await client().createParty({ party, acceptDuplicates: true }, await call());
  if (result?.$case !== 'created') throw new Error('not created');
  return result.value;
}
const refused = (done: Promise<unknown>) =>
  done.then(
    () => [],
    ({ fields, code }: { fields: { pointer: string; code: string }[]; code: string }) =>
      fields.length === 0
        ? [code]
        : fields.map(({ pointer, code: rule }) => `${pointer} ${rule.replace('parties.', '')}`),
  );

describe('PA-13 a commission scale', () => {
  it('is kept exactly, told, audited, and another station does not see it', async () => {
    const made = await makeScale(scaleOf({ validFrom: '2026-01-01', validTo: '2026-12-31' }));
    expect(made).toMatchObject({
      version: '1',
      validFrom: '2026-01-01',
      validTo: '2026-12-31',
      bands: [
        { from: '0.00', formula: 'turnover_rate', amount: '', rate: '0.0500' },
        { from: '1000.00', formula: 'amount_and_turnover_rate', amount: '50.10', rate: '0.0825' },
      ],
    });
    const counted = { ...made, basis: 'quantity', validTo: '', bands: [{ from: '0', formula: 'amount_per_unit', amount: '2.5', rate: '' }] }; // prettier-ignore
    const changing = { scaleId: made.id, expectedVersion: made.version, scale: counted };
    const changed = await client().changeCommissionScale(changing, await call());
    expect(changed).toMatchObject({ version: '2', basis: 'quantity', validTo: '', bands: [{ amount: '2.50' }] });
    await expect(client().changeCommissionScale(changing, await call())).rejects.toMatchObject({
      code: 'parties.commission-scale.changed-meanwhile',
    });
    expect(await client().getCommissionScale({ id: made.id }, await call())).toEqual(changed);
    expect(await heard(service, CommissionScaleChangedMessage, ({ scaleId }) => scaleId === made.id)).toHaveLength(2);
    const { rows } = await service.admin.query(
      'select operation from audit where entity_id = $1 order by at, operation desc',
      [made.id],
    );
    expect(rows).toEqual([
      { operation: 'parties:commission-scale.create' },
      { operation: 'parties:commission-scale.change' },
    ]);
    await expect(client().getCommissionScale({ id: made.id }, await call(elsewhere))).rejects.toMatchObject({
      code: 'parties.commission-scale.not-found',
    });
  });

  it('has a code of its own in its station, and asked for twice is made once', async () => {
    const scale = scaleOf();
    const again = await call(here, { idempotencyKey: newId(systemClock) });
    const first = await client().createCommissionScale({ scale }, again);
    expect(await client().createCommissionScale({ scale }, again)).toEqual(first);
    expect(await refused(makeScale(scale))).toEqual(['/code commission-scale.code-taken']);
    expect(await makeScale(scale, elsewhere)).toMatchObject({ code: scale.code });
    const other = await makeScale();
    const taking = { scaleId: other.id, expectedVersion: other.version, scale: { ...other, code: scale.code } };
    expect(await refused(client().changeCommissionScale(taking, await call()))).toEqual([
      '/code commission-scale.code-taken',
    ]);
  });

  it('has bands without holes, overlaps or what their formula lacks, whoever writes them', async () => {
    const { id } = await makeScale(scaleOf({ basis: 'quantity', bands: [] }));
    const write = (values: string) =>
      service.admin.query(
        `insert into commission_band (station_id, scale_id, basis, from_value, formula, amount, rate) values
         ${values.replaceAll('@', `'${here.stationId}', '${id}'`)}`,
      );
    const constraint = (name: string) => expect.objectContaining({ constraint: name });
    await expect(write(`(@, 'quantity', 5, 'amount', 1, null)`)).rejects.toEqual(
      constraint('commission_band_starts_at_zero'),
    );
    await expect(write(`(@, 'quantity', 0, 'amount', 1, null), (@, 'quantity', 0, 'amount', 2, null)`)).rejects.toEqual(
      constraint('commission_band_pkey'),
    );
    for (const wrong of [
      `(@, 'quantity', 0, 'turnover_rate', null, 0.1)`,
      `(@, 'quantity', 0, 'amount', null, null)`,
      `(@, 'quantity', 0, 'amount', 1, 0.1)`,
      `(@, 'turnover', 0, 'amount', 1, null)`,
    ]) {
      await expect(write(wrong)).rejects.toMatchObject({ code: expect.stringMatching(/^235(14|03)$/) });
    }
    await write(`(@, 'quantity', 0, 'amount', 1, null), (@, 'quantity', 5, 'amount_per_unit', 2, null)`);
  });
});

describe('PA-13 a sales representative', () => {
  it('is made, changed, set aside, told and audited, and another station does not see him', async () => {
    const mainAddress = { line1: '1 rue Haute', line2: '', postcode: '59000', city: 'Lille', country: 'FR' };
    const made = await make(
      personOf({
        firstName: 'Anne',
        phones: ['0320112233'],
        emails: ['anne@exemple.example'],
        mainAddress,
        territory: 'Nord',
        userId: USER,
      }),
    );
    expect(made).toMatchObject({
      version: '1',
      name: 'Vasseur',
      phones: ['03 20 11 22 33'],
      mainAddress,
      territory: 'Nord',
      userId: USER,
      active: true,
      commissionScaleIds: [],
      inherited: ['commissionScaleIds'],
    });
    const aside = await change(made, { active: false, userId: '' });
    expect(aside).toMatchObject({ version: '2', active: false, userId: '', phones: ['03 20 11 22 33'] });
    expect(await refused(change(made, {}))).toEqual(['parties.representative.changed-meanwhile']);
    const told = await heard(
      service,
      RepresentativeChangedMessage,
      ({ representativeId, active }) => representativeId === made.id && !active,
    );
    expect(told[0]).toEqual({ representativeId: made.id, active: false });
    const { rows } = await service.admin.query('select operation from audit where entity_id = $1 order by at', [
      made.id,
    ]);
    expect(rows).toEqual([
      { operation: 'parties:representative.create' },
      { operation: 'parties:representative.change' },
    ]);
    await expect(client().getRepresentative({ id: made.id }, await call(elsewhere))).rejects.toMatchObject({
      code: 'parties.representative.not-found',
    });
  });

  it('is refused with every field that is wrong, and where others have what is asked', async () => {
    const wrong = personOf({ code: '', name: ' ', phones: ['12'], emails: ['x'], territory: 'x'.repeat(31), familyId: 'x', commissionScaleIds: ['x'], inherited: [] }); // prettier-ignore
    expect((await refused(make(wrong))).sort()).toEqual([
      '/code representative.text-length',
      '/commissionScaleIds commission-scale.unknown',
      '/emails/0 party.email-wrong',
      '/familyId representative.unknown-family',
      '/name party.name-required',
      '/phones/0 party.phone-wrong',
      '/territory representative.text-length',
    ]);
    const [first, customers, theirs] = [await make(personOf({ userId: USER })), await familyOf('customer'), await makeScale(scaleOf(), elsewhere)]; // prettier-ignore
    const one = (overrides: Partial<Representative>) => refused(make(personOf(overrides)));
    expect(await one({ code: first.code })).toEqual(['/code representative.code-taken']);
    expect(await one({ userId: USER })).toEqual(['/userId representative.user-taken']);
    expect(await one({ userId: newId(systemClock) })).toEqual(['/userId representative.unknown-user']);
    expect(await one({ familyId: customers.id })).toEqual(['/familyId representative.unknown-family']);
    expect(await one({ commissionScaleIds: [theirs.id], inherited: [] })).toEqual([
      '/commissionScaleIds commission-scale.unknown',
    ]);
    const other = await make();
    expect(await refused(change(other, { code: first.code }))).toEqual(['/code representative.code-taken']);
    expect(await refused(change(other, { userId: USER }))).toEqual(['/userId representative.user-taken']);
    await change(first, { userId: '' });
  });

  it('has the scales of the family until own ones are chosen, and follows when the family’s change', async () => {
    const [first, second] = [await makeScale(), await makeScale()];
    const family = await familyOf('representative', { commissionScaleIds: [second.id, first.id] });
    const both = [first.id, second.id].sort();
    expect(family).toMatchObject({ commissionScaleIds: both, memberCount: 0 });
    const member = await make(personOf({ familyId: family.id }));
    expect(member).toMatchObject({ commissionScaleIds: both, inherited: ['commissionScaleIds'] });
    const own = await change(await make(personOf({ familyId: family.id })), { commissionScaleIds: [first.id] });
    expect(own).toMatchObject({ commissionScaleIds: [first.id], inherited: [] });

    const changed = await changeFamily(family, { commissionScaleIds: [second.id] });
    expect(changed).toMatchObject({ commissionScaleIds: [second.id], memberCount: 2 });
    expect(await read(member.id)).toMatchObject({ version: '2', commissionScaleIds: [second.id] });
    expect(await read(own.id)).toEqual(own);
    const told = await heard(service, RepresentativeChangedMessage, (one) => one.representativeId === member.id);
    expect(told).toHaveLength(2);
    // What somebody else had before the family changed is not kept as his own unseen.
    expect(await refused(change(member, { territory: 'Sud' }))).toEqual(['parties.representative.changed-meanwhile']);
    const dropped = await change(own, { inherited: ['commissionScaleIds'] });
    expect(dropped).toMatchObject({ commissionScaleIds: [second.id], inherited: ['commissionScaleIds'] });

    const list = async (field: string, value: string) => {
      const query = { filters: [{ field, operator: 'eq', values: [value] }] };
      const asked = ListRepresentativesRequest.fromPartial({ query });
      return (await client().listRepresentatives(asked, await call())).representatives.map(({ id }) => id).sort();
    };
    expect(await list('commissionScaleId', second.id)).toEqual([member.id, own.id].sort());
    expect(await list('commissionScaleId', first.id)).toEqual([]);
    expect(await list('familyId', family.id)).toEqual([member.id, own.id].sort());
    expect(await list('active', 'false')).not.toContain(member.id);
  });

  it('is given by no family of customers or suppliers as a scale', async () => {
    const { id } = await makeScale();
    expect(await refused(familyOf('customer', { commissionScaleIds: [id] }))).toEqual([
      '/commissionScaleIds family.not-its-to-give',
    ]);
  });
});

describe('PA-13 the representative of a customer', () => {
  const terms = (billing: Partial<BillingTerms>) => ({
    billingTerms: BillingTerms.fromPartial({
      billingType: 'none',
      vatRegime: 'domestic',
      ...billing,
      inherited: BILLING_FIELDS.filter((field) => !(field in billing)),
    }),
  });
  const setBilling = async ({ id, version, billingTerms }: Party, to: Partial<BillingTerms>) =>
    client().setBillingTerms(
      { partyId: id, expectedVersion: version, terms: BillingTerms.fromPartial({ ...billingTerms, ...to }) },
      await call(),
    );
  const attach = async ({ id, version }: Party, customerFamilyId: string, supplierFamilyId = '') =>
    client().attachParty({ partyId: id, expectedVersion: version, customerFamilyId, supplierFamilyId }, await call());

  it('is the family’s until another is chosen, and everybody is told who it is', async () => {
    const [anne, marc] = [await make(), await make()];
    const family = await familyOf('customer', terms({ representativeId: anne.id }));
    const party = await attach(await makeParty(), family.id);
    expect(party.billingTerms).toMatchObject({ representativeId: anne.id, inherited: BILLING_FIELDS });
    const told = await heard(
      service,
      PartyBillingTermsChangedMessage,
      (message) => message.partyId === party.id && message.terms?.representativeId === anne.id,
    );
    expect(told).toHaveLength(1);
    const own = await setBilling(party, { representativeId: marc.id });
    expect(own.billingTerms?.representativeId).toBe(marc.id);
    expect(own.billingTerms?.inherited).not.toContain('representativeId');

    const asked = ListPartiesRequest.fromPartial({
      query: { filters: [{ field: 'representativeId', operator: 'eq', values: [marc.id] }] },
    });
    expect((await client().listParties(asked, await call())).parties.map(({ id }) => id)).toEqual([party.id]);
    const members = ListPartiesRequest.fromPartial({
      query: { filters: [{ field: 'customerFamilyId', operator: 'eq', values: [family.id] }] },
    });
    expect((await client().listParties(members, await call())).parties.map(({ id }) => id)).toEqual([party.id]);
  });

  it('stays when set aside, and is chosen no more; nor is one of another station', async () => {
    const anne = await make();
    const party = await setBilling(await makeParty(), { representativeId: anne.id });
    await change(anne, { active: false });
    expect((await setBilling(party, { paymentDays: 30 })).billingTerms).toMatchObject({ representativeId: anne.id });
    const no = ['/representativeId terms.no-representative'];
    expect(await refused(setBilling(await makeParty(), { representativeId: anne.id }))).toEqual(no);
    const theirs = await make(personOf(), elsewhere);
    expect(await refused(setBilling(await makeParty(), { representativeId: theirs.id }))).toEqual(no);
    expect(await refused(setBilling(await makeParty(), { representativeId: 'x' }))).toEqual(no);
    expect(await refused(familyOf('customer', terms({ representativeId: anne.id })))).toEqual([
      '/billingTerms/representativeId terms.no-representative',
    ]);
  });

  it('is not a family of suppliers’ to give', async () => {
    const anne = await make();
    expect(await refused(familyOf('supplier', terms({ representativeId: anne.id })))).toEqual([
      '/billingTerms/representativeId family.not-its-to-give',
    ]);
    const { id } = await familyOf('supplier', terms({ paymentDays: 60 }));
    const party = await attach(await makeParty(), '', id);
    expect(party).toMatchObject({ billingTerms: { representativeId: '', paymentDays: 60 } });
    expect(party.pricingTerms?.inherited).toEqual(PRICING_FIELDS);
  });
});

it('PA-17 representatives and scales are listed by an index, whatever the sort', async () => {
  const of = (table: string) => ({ from: `${table} p`, where: 'p.station_id = $1' });
  expect(await sortsWithoutIndex(service, here, representativeList, of('representative'))).toEqual([]);
  expect(await sortsWithoutIndex(service, here, scaleList, of('commission_scale'))).toEqual([]);
});
