import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  FamilyChangedMessage,
  FamilyDeletedMessage,
  PartyBillingTermsChangedMessage,
  PartyChangedMessage,
  PartyPricingTermsChangedMessage,
} from '@navette/contracts';
import {
  BillingTerms,
  Family,
  PartiesServiceService,
  Party,
  PricingTerms,
} from '@navette/contracts/parties/v1/service';
import { newId, systemClock } from '@navette/kernel';
import { eventually, heard, startTestService, testScope, testTenant, type TestService } from '@navette/testing';
import { BILLING_FIELDS, PRICING_FIELDS } from '../parties/inherited-terms.js';
import { partiesService } from '../parties.service.js';

const here = testTenant('here');
const elsewhere = testTenant('elsewhere');
const RIGHTS = [
  ...['create', 'read', 'terms', 'attach', 'change', 'merge'].map((verb) => `parties:party.${verb}`),
  ...['create', 'read', 'change', 'delete'].map((verb) => `parties:family.${verb}`),
];

let service: TestService;
const client = () => service.client(PartiesServiceService);
const call = (tenant = here, options: { idempotencyKey?: string } = {}) => service.as(tenant, RIGHTS, options);

beforeAll(async () => {
  service = await startTestService(partiesService);
});
afterAll(() => service.stop());

let codes = 0;
const nextCode = () => `F${++codes}`;
const all = { billing: [...BILLING_FIELDS] as string[], pricing: [...PRICING_FIELDS] as string[] };
const without = (names: readonly string[], given: object) => names.filter((name) => !(name in given));
/** A family that gives these values and no others. */
const family = (role: string, billing: Partial<BillingTerms> = {}, pricing: Partial<PricingTerms> = {}) =>
  Family.fromPartial({
    role,
    code: nextCode(),
    label: `Famille ${codes}`,
    billingTerms: { billingType: 'none', vatRegime: 'domestic', ...billing, inherited: without(all.billing, billing) },
    pricingTerms: { orderingChannel: 'email', ...pricing, inherited: without(all.pricing, pricing) },
  });
const createFamily = async (input: Family, tenant = here) =>
  client().createFamily({ family: input }, await call(tenant));
const changeFamily = async (of: Family, billing: Partial<BillingTerms>, pricing: Partial<PricingTerms> = {}) => {
  const { billingTerms, pricingTerms } = family(of.role, billing, pricing);
  return client().changeFamily(
    { familyId: of.id, expectedVersion: of.version, family: { ...of, billingTerms, pricingTerms } },
    await call(),
  );
};
async function create(kinds: string[] = ['other'], tenant = here): Promise<Party> {
  const party = Party.fromPartial({ kinds, name: `Tiers ${kinds.join()}` });
  const { result } = await client().createParty({ party, acceptDuplicates: true }, await call(tenant));
  if (result?.$case !== 'created') throw new Error('not created');
  return result.value;
}
const attach = async (party: Party, customerFamilyId = '', supplierFamilyId = '') =>
  client().attachParty(
    { partyId: party.id, expectedVersion: party.version, customerFamilyId, supplierFamilyId },
    await call(),
  );
const read = async (id: string) => client().getParty({ id }, await call());
const setBilling = async ({ id, version, billingTerms }: Party, terms: Partial<BillingTerms>) =>
  client().setBillingTerms(
    { partyId: id, expectedVersion: version, terms: BillingTerms.fromPartial({ ...billingTerms, ...terms }) },
    await call(),
  );
const refusedFields = (done: Promise<unknown>) =>
  done.then(
    () => [],
    ({ fields }: { fields: { pointer: string; code: string }[] }) =>
      fields.map(({ pointer, code }) => `${pointer} ${code.replace('parties.', '')}`),
  );

describe('PA-13 a party in a family', () => {
  it('has the values of the family where it has none of its own, and everybody is told what applies', async () => {
    const [supplier, maker] = [await create(['supplier']), await create(['manufacturer'])];
    const discounts = [
      { supplierPartyId: supplier.id, manufacturerPartyId: maker.id, discount: '0.1', coefficient: '' },
    ];
    const shops = await createFamily(
      family('customer', { billingType: 'invoice_now', paymentDays: 45 }, { discounts, priceClass: 'professional_2' }),
    );
    const grossists = await createFamily(
      family('supplier', { paymentDays: 60 }, { bands: [{ from: '0', coefficient: '2.5' }], leadTimeDays: 3 }),
    );
    const created = await create();
    const own = await setBilling(created, { vatRegime: 'export', inherited: without(all.billing, { vatRegime: 0 }) });
    const party = await attach(own, shops.id, grossists.id);
    expect(party).toMatchObject({
      customerFamilyId: shops.id,
      supplierFamilyId: grossists.id,
      billingTerms: { billingType: 'invoice_now', paymentDays: 45, vatRegime: 'export' },
      pricingTerms: {
        bands: [{ from: '0.00', coefficient: '2.5000' }],
        leadTimeDays: 3,
        discounts: [{ ...discounts[0], discount: '0.1000' }],
        priceClass: 'professional_2',
      },
    });
    expect(await read(party.id)).toEqual(party);
    const [, [changed], bills, prices] = await Promise.all([
      heard(service, FamilyChangedMessage, ({ familyId }) => familyId === shops.id),
      heard(service, PartyChangedMessage, (message) => message.party?.id === party.id),
      heard(service, PartyBillingTermsChangedMessage, ({ partyId }) => partyId === party.id),
      heard(service, PartyPricingTermsChangedMessage, ({ partyId }) => partyId === party.id),
    ]);
    expect(changed?.party).toMatchObject({ customerFamilyId: shops.id });
    expect(bills.at(-1)).toMatchObject({ terms: party.billingTerms });
    expect(prices.at(-1)).toMatchObject({ terms: party.pricingTerms, version: party.version });
    expect(await client().getFamily({ id: shops.id }, await call())).toMatchObject({ memberCount: 1 });
  });

  it('takes an own value, drops it again, and loses what was inherited when it leaves', async () => {
    const { id } = await createFamily(family('customer', { paymentDays: 30, paymentMethod: 'card' }));
    const member = await attach(await create(), id);
    const inherited = without(all.billing, { paymentDays: 0 });
    const taken = await setBilling(member, { paymentDays: 10, inherited });
    expect(taken.billingTerms).toMatchObject({ paymentDays: 10, paymentMethod: 'card', inherited });
    // What is sent with it does not matter.
    const dropped = await setBilling(taken, { paymentDays: 999, inherited: all.billing });
    expect(dropped.billingTerms).toMatchObject({ paymentDays: 30, paymentMethod: 'card', inherited: all.billing });
    // Another value than was seen is own, though nobody said so.
    const own = await setBilling(dropped, { paymentDays: 10 });
    expect(own.billingTerms).toMatchObject({ paymentDays: 10, inherited });
    expect((await attach(own)).billingTerms).toMatchObject({ paymentDays: 10, paymentMethod: '', inherited });
  });

  it('follows when the family changes, each of 250 once, and who has own values not at all', async () => {
    const before = await createFamily(family('customer', { paymentDays: 30 }));
    const template = await attach(await create(), before.id);
    const ownDays = without(all.billing, { paymentDays: 0 });
    const stays = await setBilling(await attach(await create(), before.id), { paymentDays: 5, inherited: ownDays });
    const { rows: columns } = await service.admin.query<{ names: string }>(
      `select string_agg(column_name, ', ') as names from information_schema.columns
       where table_name = 'party' and column_name <> 'id'`,
    );
    const names = columns[0]?.names ?? '';
    await service.admin.query(
      `insert into party (id, ${names}) select gen_random_uuid(), ${names} from party, generate_series(1, 249) where id = $1`,
      [template.id],
    );
    const changed = await changeFamily(before, { paymentDays: 60 });
    expect(changed).toMatchObject({ version: '2', memberCount: 251 });
    const told = async () => {
      const { rows } = await service.admin.query<{ payload: Buffer }>(
        `select payload from outbox where subject like '%party-billing-terms-changed%'
           and aggregate_id in (select id::text from party where customer_family_id = $1)`,
        [before.id],
      );
      const messages = rows.map(({ payload }) => PartyBillingTermsChangedMessage.decode(payload));
      return messages.filter(({ terms }) => terms?.paymentDays === 60).map(({ partyId }) => partyId);
    };
    await eventually(
      async () => {
        const { rows } = await service.admin.query('select attempts, last_error from timer where key = $1', [
          before.id,
        ]);
        if (rows.length > 0) throw new Error(JSON.stringify({ rows, told: (await told()).length }));
        return true;
      },
      { timeoutMs: 45_000 },
    );
    const ids = await told();
    expect([ids.length, new Set(ids).size]).toEqual([250, 250]);
    expect(await read(stays.id)).toEqual(stays);
    // Rows of one transaction have its instant: none is longer than a batch.
    const { rows } = await service.admin.query<{ n: number }>(
      `select count(*)::int as n from audit where operation = 'parties:timer.follow-family' and entity_type = 'party'
       group by at`,
    );
    expect(rows).toHaveLength(2);
    expect(Math.max(...rows.map(({ n }) => n))).toBeLessThanOrEqual(200);
  });

  it('has what the family says last, however family and party change at once', async () => {
    const created = await createFamily(family('customer', { paymentDays: 1 }));
    const members = await Promise.all([...Array(8).keys()].map(() => create()));
    const changes = (async () => {
      let latest = created;
      for (let days = 2; days <= 8; days++) latest = await changeFamily(latest, { paymentDays: days });
      return latest;
    })();
    const attached = await Promise.all(members.map((party) => attach(party, created.id)));
    await changes;
    await eventually(async () => {
      const now = await Promise.all(attached.map(({ id }) => read(id)));
      return now.every(({ billingTerms }) => billingTerms?.paymentDays === 8) ? true : undefined;
    });
    const { rows } = await service.admin.query('select from timer where key = $1', [created.id]);
    expect(rows.length).toBeLessThanOrEqual(1);
  });
});

describe('PA-13 a family', () => {
  it('is changed by who saw its last version alone, and once for a repeated key', async () => {
    const created = await createFamily(family('customer'));
    const again = async () =>
      client().changeFamily(
        { familyId: created.id, expectedVersion: '1', family: { ...created, label: 'Autre' } },
        await call(here, { idempotencyKey: 'family-1' }),
      );
    const first = await again();
    expect(first).toMatchObject({ version: '2', label: 'Autre', role: 'customer' });
    expect(await again()).toEqual(first);
    await expect(changeFamily(created, {})).rejects.toMatchObject({ code: 'parties.family.changed-meanwhile' });
    const audit = await service.admin.query('select operation from audit where entity_id = $1 order by at', [
      created.id,
    ]);
    expect(audit.rows).toEqual([{ operation: 'parties:family.create' }, { operation: 'parties:family.change' }]);
  });

  it('names its wrong fields, and gives what is its role’s to give alone', async () => {
    const bad = family('customer', { paymentDays: 121, vatRegime: 'moon' }, { leadTimeDays: 3 });
    expect(await refusedFields(createFamily({ ...bad, code: ' ', label: 'x'.repeat(41) }))).toEqual([
      '/code family.text-length',
      '/label family.text-length',
      '/billingTerms/vatRegime terms.not-accepted',
      '/billingTerms/paymentDays terms.out-of-range',
      '/pricingTerms/leadTimeDays family.not-its-to-give',
    ]);
    expect(await refusedFields(createFamily(family('supplier', {}, { discounts: [], priceClass: 'public' })))).toEqual([
      '/pricingTerms/discounts family.not-its-to-give',
      '/pricingTerms/priceClass family.not-its-to-give',
    ]);
    expect(await refusedFields(createFamily(family('representative', { paymentDays: 3 })))).toEqual([
      '/billingTerms/paymentDays family.not-its-to-give',
    ]);
    const discounts = [{ supplierPartyId: (await create(['consumer'])).id, manufacturerPartyId: '', discount: '0.1', coefficient: '' }]; // prettier-ignore
    expect(await refusedFields(createFamily(family('customer', {}, { discounts })))).toEqual([
      '/pricingTerms/discounts/0/supplierPartyId terms.no-supplier',
    ]);
    expect(await refusedFields(createFamily(family('neighbour')))).toEqual(['/role family.role-not-accepted']);
    expect(await refusedFields(setBilling(await create(), { inherited: ['vatRegime', 'bands'] }))).toEqual([
      '/inherited terms.not-accepted',
    ]);
  });

  it('has a code of its own in its role, also where two are made at once', async () => {
    const one = family('customer');
    const both = await Promise.allSettled([createFamily(one), createFamily({ ...one, label: 'Deux' })]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await refusedFields(createFamily(one))).toEqual(['/code family.code-taken']);
    expect(await createFamily({ ...family('supplier'), code: one.code })).toMatchObject({ code: one.code });
    const other = await createFamily(family('customer'));
    expect(
      await refusedFields(
        client().changeFamily(
          { familyId: other.id, expectedVersion: '1', family: { ...other, code: one.code } },
          await call(),
        ),
      ),
    ).toEqual(['/code family.code-taken']);
  });

  it('is listed by code, of one role', async () => {
    const made = [await createFamily(family('representative')), await createFamily(family('representative'))];
    const query = { filters: [{ field: 'role', operator: 'eq', values: ['representative'] }], sorts: [], limit: 50, cursor: '' }; // prettier-ignore
    const { families } = await client().listFamilies({ query }, await call());
    expect(families.map(({ id }) => id)).toEqual(made.map(({ id }) => id));
    expect(families[0]).toMatchObject({ billingTerms: undefined, pricingTerms: undefined });
  });

  it('goes when nobody is in it, and says how many are while somebody is', async () => {
    const remove = async ({ id, version }: Family, tenant = here) =>
      client().deleteFamily({ familyId: id, expectedVersion: version }, await call(tenant));
    const bands = [{ from: '0', coefficient: '2' }];
    const made = await createFamily(family('supplier', {}, { bands }));
    const [one, other] = [await attach(await create(['supplier']), '', made.id), await attach(await create(['supplier']), '', made.id)]; // prettier-ignore
    await expect(remove(made)).rejects.toMatchObject({
      code: 'parties.family.in-use',
      params: { count: 2, role: 'supplier' },
    });
    await expect(remove({ ...made, version: '9' })).rejects.toMatchObject({ code: 'parties.family.changed-meanwhile' });
    await expect(remove(made, elsewhere)).rejects.toMatchObject({ code: 'parties.family.not-found' });
    const next = await createFamily(family('supplier'));
    await attach(one, '', next.id);
    await attach(other);
    await remove(made);
    await expect(client().getFamily({ id: made.id }, await call())).rejects.toMatchObject({
      code: 'parties.family.not-found',
    });
    expect(await heard(service, FamilyDeletedMessage, ({ familyId }) => familyId === made.id)).toHaveLength(1);
    expect(await createFamily({ ...family('supplier'), code: made.code })).toMatchObject({ code: made.code });
  });

  it('does not go under a party that enters it at the same moment', async () => {
    const rounds = await Promise.all(
      [1, 2, 3, 4].map(async () => {
        const [made, party] = [await createFamily(family('customer')), await create()];
        const [entered, gone] = await Promise.allSettled([
          attach(party, made.id),
          client().deleteFamily({ familyId: made.id, expectedVersion: made.version }, await call()),
        ]);
        const code = (result: PromiseSettledResult<unknown>) =>
          result.status === 'fulfilled' ? 'done' : (result.reason as { code: string }).code;
        return [code(entered), code(gone)];
      }),
    );
    for (const outcome of rounds) {
      expect([
        ['done', 'parties.family.in-use'],
        ['parties.family.invalid', 'done'],
      ]).toContainEqual(outcome);
    }
  });

  it('PA-8 is the survivor’s where it was in none, with its terms', async () => {
    const [kept, gone] = [await createFamily(family('customer', { paymentDays: 7 })), await createFamily(family('customer', { paymentDays: 45 }))]; // prettier-ignore
    const merge = async (survivor: Party, merged: Party) => {
      const versions = { survivorVersion: survivor.version, mergedVersion: merged.version };
      const request = { survivorId: survivor.id, mergedId: merged.id, party: survivor, ...versions };
      return client().mergeConsumers(request, await call());
    };
    const consumer = () => create(['consumer']);
    const taken = await merge(await consumer(), await attach(await consumer(), gone.id));
    expect(taken).toMatchObject({ customerFamilyId: gone.id, billingTerms: { paymentDays: 45 } });
    expect(await read(taken.id)).toEqual(taken);
    const [told] = (await heard(service, PartyChangedMessage, ({ party }) => party?.id === taken.id)).slice(-1);
    expect(told?.party?.customerFamilyId).toBe(gone.id);
    const [terms] = await heard(service, PartyBillingTermsChangedMessage, ({ partyId }) => partyId === taken.id);
    expect(terms).toMatchObject({ version: taken.version, terms: { paymentDays: 45 } });
    const own = await merge(await attach(await consumer(), kept.id), await attach(await consumer(), gone.id));
    expect(own).toMatchObject({ customerFamilyId: kept.id, billingTerms: { paymentDays: 7 } });
    // Those who went are frozen: they keep no family from being deleted.
    await attach(taken);
    const { memberCount, version } = await client().getFamily({ id: gone.id }, await call());
    expect(memberCount).toBe(0);
    await client().deleteFamily({ familyId: gone.id, expectedVersion: version }, await call());
  });

  it('ID-10 of another station is none, neither to see, to change nor to belong to', async () => {
    const foreign = await createFamily(family('customer', { paymentDays: 9 }), elsewhere);
    const party = await create();
    expect(await refusedFields(attach(party, foreign.id))).toEqual(['/customerFamilyId family.unknown']);
    const customers = await createFamily(family('customer'));
    expect(await refusedFields(attach(party, '', customers.id))).toEqual(['/supplierFamilyId family.unknown']);
    expect(await refusedFields(attach(party, newId(systemClock), 'no-id'))).toEqual([
      '/customerFamilyId family.unknown',
      '/supplierFamilyId family.unknown',
    ]);
    await expect(client().getFamily({ id: foreign.id }, await call())).rejects.toMatchObject({
      code: 'parties.family.not-found',
    });
    await expect(changeFamily(foreign, {})).rejects.toMatchObject({ code: 'parties.family.not-found' });
    // The database holds it too: keys name station and role.
    const forced = service.admin.query('update party set customer_family_id = $2 where id = $1', [
      party.id,
      foreign.id,
    ]);
    await expect(forced).rejects.toThrow(/foreign key/);
    const wrongRole = service.admin.query('update party set supplier_family_id = $2 where id = $1', [party.id, customers.id]); // prettier-ignore
    await expect(wrongRole).rejects.toThrow(/foreign key/);
    const holes = service.db.tenantTx(testScope(here), async (tx) => {
      tx.audit('family', customers.id);
      await tx.run(
        'insert into family_price_band (station_id, family_id, from_price, coefficient) values ($1, $2, 5, 2)',
        [here.stationId, customers.id],
      );
    });
    await expect(holes).rejects.toThrow(/do not start at 0/);
  });

  it('ID-4 needs its rights', async () => {
    const none = await service.as(here, ['parties:party.read']);
    const forbidden = { code: 'platform.request.forbidden' };
    await expect(client().createFamily({ family: family('customer') }, none)).rejects.toMatchObject(forbidden);
    await expect(client().listFamilies({ query: undefined }, none)).rejects.toMatchObject(forbidden);
    const asked = { partyId: newId(systemClock), expectedVersion: '1', customerFamilyId: '', supplierFamilyId: '' };
    await expect(client().attachParty(asked, none)).rejects.toMatchObject(forbidden);
  });
});
