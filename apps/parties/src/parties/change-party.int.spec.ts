import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PartyBillingTermsChangedMessage, PartyChangedMessage } from '@navette/contracts';
import { PartiesServiceService, Party } from '@navette/contracts/parties/v1/service';
import { DomainError, newId, systemClock } from '@navette/kernel';
import { startTestService, testTenant, type TestService } from '@navette/testing';
import { partiesService } from '../parties.service.js';

const here = testTenant('here');
const elsewhere = testTenant('elsewhere');
const RIGHTS = ['parties:party.create', 'parties:party.change', 'parties:party.read', 'parties:party.terms'];

let service: TestService;
const client = () => service.client(PartiesServiceService);

beforeAll(async () => {
  service = await startTestService(partiesService);
});
afterAll(() => service.stop());

const refusal = (code: string) => expect.objectContaining({ code });

/** A company with something in every field of PA-1. */
const company = (overrides: Partial<Party> = {}) =>
  Party.fromPartial({
    kinds: ['reseller', 'supplier'],
    name: 'Électro Dépôt du Nord',
    siret: '552 100 554 00013',
    vatNumber: 'FR 96 552 100 554',
    language: 'en',
    phones: ['03 20 00 00 01', '+32 2 555 12 12', '03.20.00.00.01'],
    emails: ['contact@edn.example', 'compta@edn.example', 'CONTACT@edn.example'],
    mainAddress: { line1: '1 rue Haute', postcode: '59000', city: 'Lille' },
    billingAddress: { line1: 'BP 12', postcode: '59800', city: 'Lille', country: 'fr' },
    deliveryAddress: { line1: 'Quai 4', postcode: '7700', city: 'Mouscron', country: 'BE' },
    contacts: [
      { name: 'Anne Roy', role: 'achats', phone: '06 39 98 00 01', email: 'anne@edn.example' },
      { name: 'Luc Petit', role: 'compta' },
    ],
    tags: ['grossiste', ' grossiste ', 'nord'],
    comment: 'Livraison le matin',
    refusedChannels: ['sms'],
    ...overrides,
  });

async function create(party: Party, tenant = here): Promise<Party> {
  const { result } = await client().createParty({ party, acceptDuplicates: true }, await service.as(tenant, RIGHTS));
  if (result?.$case !== 'created') throw new Error('not created');
  return result.value;
}

async function change(partyId: string, expectedVersion: string, party: Party, options: { tenant?: typeof here; idempotencyKey?: string } = {}) {
  const { tenant = here, ...rest } = options;
  return client().changeParty({ partyId, expectedVersion, party }, await service.as(tenant, RIGHTS, rest));
} // prettier-ignore

const read = async (id: string) => client().getParty({ id }, await service.as(here, RIGHTS));

describe('PA-10 a manufacturer', () => {
  it('is a supplier by default, marked as made by hand, and none any more where somebody says so', async () => {
    const made = await create(company({ kinds: ['manufacturer'], name: 'Electrobel', siret: '', vatNumber: '' }));
    expect(made).toMatchObject({ kinds: ['manufacturer', 'supplier'], source: 'by_hand' });
    const changed = await change(made.id, made.version, { ...made, kinds: ['manufacturer'] });
    expect(changed.kinds).toEqual(['manufacturer']);
  });
});

describe('PA-1 a party of several kinds with all common data', () => {
  it('is kept under one identity, each number in its form, with one default contact', async () => {
    const { id } = await create(company());
    expect(await read(id)).toMatchObject({
      kinds: ['reseller', 'supplier'],
      siret: '55210055400013',
      vatNumber: 'FR96552100554',
      language: 'en',
      phones: ['03 20 00 00 01', '+32 2 555 12 12'],
      emails: ['contact@edn.example', 'compta@edn.example'],
      mainAddress: { city: 'Lille', country: 'FR' },
      billingAddress: { line1: 'BP 12', country: 'FR' },
      deliveryAddress: { city: 'Mouscron', country: 'BE' },
      contacts: [
        { name: 'Anne Roy', role: 'achats', phone: '06 39 98 00 01', isDefault: true },
        { name: 'Luc Petit', isDefault: false },
      ],
      tags: ['grossiste', 'nord'],
      comment: 'Livraison le matin',
      refusedChannels: ['sms'],
    });
  });

  it('changes as a whole, its terms stay, and everybody is told all of it', async () => {
    const { id } = await create(company());
    const call = await service.as(here, RIGHTS);
    const terms = { billingType: 'billable_delivery_note', paymentDays: 30, endOfMonth: true, dayOfMonth: 10, paymentMethod: 'transfer', ledgerAccount: '4111EDN', vatRegime: 'domestic', footerDiscount: '0.0500', printTemplate: 'pro', printCopies: 2, chorusServiceCode: 'DGFIP-12', representativeId: '', inherited: [] }; // prettier-ignore
    await client().setBillingTerms({ partyId: id, expectedVersion: '1', terms }, call);
    const changed = await change(id, '2', company({ kinds: ['manufacturer'], name: 'EDN', phones: [], contacts: [], billingAddress: undefined, refusedChannels: ['mail'] })); // prettier-ignore
    expect(changed).toMatchObject({
      id,
      version: '3',
      kinds: ['manufacturer'],
      name: 'EDN',
      phones: [],
      contacts: [],
      billingAddress: undefined,
      deliveryAddress: { city: 'Mouscron' },
      refusedChannels: ['mail'],
      billingTerms: terms,
    });
    expect(await read(id)).toEqual(changed);
    const { rows } = await service.admin.query<{ payload: Buffer; version: string }>(
      `select payload, headers ->> 'Navette-Aggregate-Version' as version from outbox where aggregate_id = $1 and subject like '%evt.party-changed.%'`,
      [id],
    );
    expect(rows.map(({ payload, version }) => ({ version, party: PartyChangedMessage.decode(payload).party }))).toEqual(
      [{ version: '3', party: changed }],
    );
    const audit = await service.admin.query('select operation from audit where entity_id = $1 order by at', [id]);
    expect(audit.rows.map(({ operation }) => operation as string)).toEqual([
      'parties:party.create',
      'parties:party.terms',
      'parties:party.change',
    ]);
  });

  it('is changed by who saw its last version alone, and once for a repeated key', async () => {
    const { id } = await create(company());
    const both = await Promise.allSettled([
      change(id, '1', company({ name: 'Un' })),
      change(id, '1', company({ name: 'Deux' })),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: refusal('parties.party.changed-meanwhile'),
    });
    const again = () => change(id, '2', company({ name: 'Trois' }), { idempotencyKey: 'change-1' });
    expect(await again()).toEqual(await again());
    expect((await read(id)).version).toBe('3');
  });

  it('names every field that is not accepted, and stays as it is', async () => {
    const { id } = await create(company());
    const before = await read(id);
    const failure = await change(
      id,
      '1',
      company({
        vatNumber: 'FR97552100554',
        language: 'de',
        refusedChannels: ['fax'],
        mainAddress: { line1: 'x'.repeat(201), line2: '', postcode: '', city: '', country: 'France' },
        contacts: [
          { name: ' ', role: '', phone: '12', email: 'nobody', isDefault: true },
          { name: 'B', role: '', phone: '', email: '', isDefault: true },
        ],
        tags: ['x'.repeat(51)],
      }),
    ).catch((error: unknown) => error as DomainError);
    expect((failure as DomainError).fields.map(({ pointer, code }) => `${pointer} ${code.slice(14)}`).sort()).toEqual([
      '/contacts one-default-contact',
      '/contacts/0/email email-wrong',
      '/contacts/0/name contact-name-required',
      '/contacts/0/phone phone-wrong',
      '/language language-not-accepted',
      '/mainAddress/country country-wrong',
      '/mainAddress/line1 too-long',
      '/refusedChannels channel-not-accepted',
      '/tags/0 too-long',
      '/vatNumber vat-number-wrong',
    ]);
    await expect(change(id, '1', company({ vatNumber: 'FR83404833048' }))).rejects.toMatchObject({
      fields: [{ code: 'parties.party.vat-number-of-another', params: { siren: '552100554' } }],
    });
    expect(await read(id)).toEqual(before);
  });

  it('has one default contact in the database, too', async () => {
    const { id } = await create(company());
    const second = service.admin.query('update party_contact set is_default = true where party_id = $1', [id]);
    await expect(second).rejects.toThrow('party_contact_default');
  });

  it('ID-10 of another station is answered like a missing one, as is what is no id', async () => {
    const { id } = await create(company());
    for (const [partyId, tenant] of [
      [id, elsewhere],
      [newId(systemClock), elsewhere],
      ['not-an-id', here],
    ] as const) {
      await expect(change(partyId, '1', company(), { tenant })).rejects.toEqual(refusal('parties.party.not-found'));
    }
    expect((await read(id)).version).toBe('1');
  });

  it('ID-4 needs its right', async () => {
    const { id } = await create(company());
    const call = await service.as(here, ['parties:party.create', 'parties:party.read']);
    await expect(client().changeParty({ partyId: id, expectedVersion: '1', party: company() }, call)).rejects.toEqual(
      refusal('platform.request.forbidden'),
    );
  });
});

describe('PA-2 billing terms of a party', () => {
  it('are none at first, and told as they are set', async () => {
    const { id, billingTerms } = await create(company());
    expect(billingTerms).toMatchObject({ billingType: 'none', vatRegime: 'domestic', paymentDays: 0 });
    const terms = { billingType: 'invoice_now', paymentDays: 45, endOfMonth: true, dayOfMonth: 15, paymentMethod: 'cheque', ledgerAccount: '411900', vatRegime: 'intra_eu', footerDiscount: '', printTemplate: '', printCopies: 0, chorusServiceCode: '', representativeId: '', inherited: [] }; // prettier-ignore
    const call = await service.as(here, RIGHTS);
    expect(await client().setBillingTerms({ partyId: id, expectedVersion: '1', terms }, call)).toMatchObject({
      version: '2',
      billingTerms: terms,
    });
    const { rows } = await service.admin.query<{ payload: Buffer }>(
      `select payload from outbox where aggregate_id = $1 and subject like '%party-billing-terms-changed%'`,
      [id],
    );
    expect(rows.map(({ payload }) => PartyBillingTermsChangedMessage.decode(payload))).toEqual([
      { partyId: id, version: '2', terms },
    ]);
  });
});

describe('PA-9 bands in the database', () => {
  it('never lose the one that starts at 0, nor begin elsewhere', async () => {
    const { id } = await create(company());
    const terms = { bands: [{ from: '0', coefficient: '3.10' }, { from: '15', coefficient: '2' }], professionalCoefficient1: '', professionalCoefficient2: '', leadTimeDays: 0, minimumOrder: '', shippingCharge: '', orderingChannel: 'file', discounts: [], coefficientsOfPartyId: '', priceClass: '', inherited: [] }; // prettier-ignore
    await client().setPricingTerms({ partyId: id, expectedVersion: '1', terms }, await service.as(here, RIGHTS));
    for (const statement of [
      'delete from price_band where party_id = $1 and from_price = 0',
      'update price_band set from_price = 1 where party_id = $1 and from_price = 0',
    ]) {
      await expect(service.admin.query(statement, [id])).rejects.toThrow('do not start at 0');
    }
    await service.admin.query('delete from price_band where party_id = $1', [id]);
  });
});

describe('PA-7 likely duplicates', () => {
  it('ID-10 are looked for in the station alone', async () => {
    const twin = company({ name: 'Jumeau', phones: ['03 20 00 00 77'], emails: ['jumeau@example.org'] });
    await create(twin, elsewhere);
    const ask = async () =>
      client().createParty({ party: twin, acceptDuplicates: false }, await service.as(here, RIGHTS));
    expect((await ask()).result?.$case).toBe('created');
    const { result } = await ask();
    expect(result?.$case === 'duplicates' && result.value.duplicates[0]?.reasons).toEqual([
      'near_name_same_postcode',
      'same_email',
      'same_phone',
    ]);
  });
});
