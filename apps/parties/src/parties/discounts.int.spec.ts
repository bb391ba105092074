import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PartyPricingTermsChangedMessage } from '@navette/contracts';
import { PartiesServiceService, Party, PricingTerms } from '@navette/contracts/parties/v1/service';
import { migrate } from '@navette/platform/database';
import { silentLogger } from '@navette/platform/observability';
import {
  createTestDatabase,
  eventually,
  heard,
  startTestService,
  testScope,
  testTenant,
  type TestService,
} from '@navette/testing';
import { priceClasses } from '../database/migrations/202611230620-price-classes.js';
import { partTermsTold } from '../database/migrations/202611221838-part-terms-told.js';
import { migrations } from '../database/migrations/index.js';
import { partiesService } from '../parties.service.js';

const here = testTenant('here');
const elsewhere = testTenant('elsewhere');
const RIGHTS = ['parties:party.create', 'parties:party.read', 'parties:party.terms'];

let service: TestService;
const client = () => service.client(PartiesServiceService);

beforeAll(async () => {
  service = await startTestService(partiesService);
});
afterAll(() => service.stop());

async function create(kinds: string[], tenant = here): Promise<Party> {
  const party = Party.fromPartial({ kinds, name: `Un ${kinds.join()}` });
  const { result } = await client().createParty({ party, acceptDuplicates: true }, await service.as(tenant, RIGHTS));
  if (result?.$case !== 'created') throw new Error('not created');
  return result.value;
}
const set = async ({ id, version, pricingTerms }: Party, terms: Partial<PricingTerms>) =>
  client().setPricingTerms(
    { partyId: id, expectedVersion: version, terms: PricingTerms.fromPartial({ ...pricingTerms, ...terms }) },
    await service.as(here, RIGHTS),
  );
const discount = (supplierPartyId: string, manufacturerPartyId: string, of: string, coefficient = '') => ({
  supplierPartyId,
  manufacturerPartyId,
  discount: of,
  coefficient,
});

describe('PA-3 PA-18 what a party pays for parts', () => {
  it('is kept for all suppliers, one supplier, one manufacturer, and told with the terms', async () => {
    const [party, supplier, manufacturer] = [await create(['consumer']), await create(['supplier']), await create(['manufacturer'])]; // prettier-ignore
    const discounts = [
      discount('', '', '0.05'),
      discount(supplier.id, '', '0.125', '1.8'),
      discount(supplier.id, manufacturer.id, '', '1.5'),
    ];
    const changed = await set(party, { discounts });
    expect(changed.pricingTerms?.discounts).toEqual([
      discount('', '', '0.0500'),
      discount(supplier.id, '', '0.1250', '1.8000'),
      discount(supplier.id, manufacturer.id, '', '1.5000'),
    ]);
    const [told] = await heard(service, PartyPricingTermsChangedMessage, ({ partyId }) => partyId === party.id);
    expect(told?.terms?.discounts).toEqual(discounts);
    expect((await set(changed, { discounts: [] })).pricingTerms?.discounts).toEqual([]);
  });

  it('ST-5 is by its price class, told with its version; set twice by one request it is changed once', async () => {
    const party = await create(['other']);
    const request = async (version: string) =>
      [
        { partyId: party.id, expectedVersion: version, terms: { ...(party.pricingTerms as PricingTerms), priceClass: 'professional_2' } }, // prettier-ignore
        await service.as(here, RIGHTS, { idempotencyKey: `class-${party.id}` }),
      ] as const;
    const changed = await client().setPricingTerms(...(await request(party.version)));
    expect(changed.pricingTerms).toMatchObject({ priceClass: 'professional_2' });
    expect(changed.pricingTerms?.inherited).not.toContain('priceClass');
    expect((await client().setPricingTerms(...(await request(party.version)))).version).toBe(changed.version);
    const told = await heard(service, PartyPricingTermsChangedMessage, ({ partyId }) => partyId === party.id);
    expect(told.map(({ version, terms }) => [version, terms?.priceClass])).toEqual([['2', 'professional_2']]);
    // Nobody chooses: that of its kind again, for a family to give.
    const dropped = await set(changed, { priceClass: '', inherited: [...(changed.pricingTerms?.inherited ?? []), 'priceClass'] }); // prettier-ignore
    expect(dropped.pricingTerms).toMatchObject({ priceClass: '' });
    expect(dropped.pricingTerms?.inherited).toContain('priceClass');
  });

  it('ST-5 names the price classes that there are, also by the database; needs the right to its terms', async () => {
    const party = await create(['other']);
    await expect(set(party, { priceClass: 'professional_3' })).rejects.toMatchObject({
      code: 'parties.terms.invalid',
      fields: [
        {
          pointer: '/priceClass',
          code: 'parties.terms.not-accepted',
          params: { accepted: ['public', 'professional_1', 'professional_2'] },
        },
      ],
    });
    await expect(
      service.admin.query(`update party set price_class = 'professional_3' where id = $1`, [party.id]),
    ).rejects.toThrow(/party_price_class_check/);
    const request = { partyId: party.id, expectedVersion: party.version, terms: party.pricingTerms };
    const unable = client().setPricingTerms(request, await service.as(here, ['parties:party.read']));
    await expect(unable).rejects.toMatchObject({ code: 'platform.request.forbidden' });
    const foreign = client().setPricingTerms(request, await service.as(elsewhere, RIGHTS));
    await expect(foreign).rejects.toMatchObject({ code: 'parties.party.not-found' });
  });

  it('of a manufacturer, follows the coefficients of the supplier that was chosen', async () => {
    const [manufacturer, supplier] = [await create(['manufacturer']), await create(['supplier'])];
    const changed = await set(manufacturer, { coefficientsOfPartyId: supplier.id });
    expect(changed.pricingTerms).toMatchObject({ coefficientsOfPartyId: supplier.id });
    expect((await set(changed, { coefficientsOfPartyId: '' })).pricingTerms).toMatchObject({
      coefficientsOfPartyId: '',
    });
  });

  it('names its wrong fields: fractions, twice the same, nothing at all, who is no supplier or of another station', async () => {
    const [party, consumer, foreign] = [await create(['other']), await create(['consumer']), await create(['supplier'], elsewhere)]; // prettier-ignore
    const pointers = async (terms: Partial<PricingTerms>) =>
      set(party, terms).then(
        () => [],
        ({ fields }: { fields: { pointer: string; code: string }[] }) =>
          fields.map(({ pointer, code }) => `${pointer} ${code.replace('parties.terms.', '')}`),
      );
    expect(
      await pointers({ discounts: [discount('', '', '1.1'), discount('', '', '-0.1'), discount('x', '', '', '0'), discount('y', '', '')] }), // prettier-ignore
    ).toEqual([
      '/discounts/0/discount discount-fraction',
      '/discounts/1/supplierPartyId discount-twice',
      '/discounts/1/discount discount-fraction',
      '/discounts/2/coefficient coefficient-positive',
      '/discounts/3/discount discount-empty',
    ]);
    expect(
      await pointers({
        discounts: [
          discount(consumer.id, consumer.id, '0.1'),
          discount(foreign.id, '', '0.1'),
          discount('x', '', '0.1'),
        ],
        coefficientsOfPartyId: foreign.id,
      }),
    ).toEqual([
      '/discounts/0/supplierPartyId no-supplier',
      '/discounts/0/manufacturerPartyId no-manufacturer',
      '/discounts/1/supplierPartyId no-supplier',
      '/discounts/2/supplierPartyId no-supplier',
      '/coefficientsOfPartyId no-supplier',
    ]);
  });

  it('is held by the database too: one for each supplier and manufacturer, also for all', async () => {
    const { id } = await create(['consumer']);
    const twice = service.db.tenantTx(testScope(here), async (tx) => {
      tx.audit('party', id);
      await tx.run(
        `insert into part_discount (station_id, party_id, position, discount) values ($1, $2, 1, 0.1), ($1, $2, 2, 0.2)`,
        [here.stationId, id],
      );
    });
    await expect(twice).rejects.toThrow(/duplicate key/);
  });
});

describe('ST-5 price classes after an upgrade', () => {
  it('are nobody’s choice of parties and families that were there before', async () => {
    const before = await createTestDatabase('parties', migrations.slice(0, migrations.indexOf(priceClasses)));
    const Client = service.admin.constructor as new (to: { connectionString: string }) => TestService['admin'];
    const old = new Client({ connectionString: before.adminUrl });
    await old.connect();
    try {
      const { rows: columns } = await old.query(
        `select column_name from information_schema.columns where table_name = 'party' order by 1`,
      );
      const names = columns.map(({ column_name }) => String(column_name)).filter((name) => name !== 'price_class');
      const { id } = await create(['consumer']);
      const { rows } = await service.admin.query(`select to_jsonb(p) as party from party p where id = $1`, [id]);
      const inherited = (rows[0] as { party: { inherited_pricing: string[] } }).party.inherited_pricing;
      const party = { ...rows[0].party, inherited_pricing: inherited.filter((name) => name !== 'priceClass') };
      await old.query(
        `insert into party (${names.join()}) select ${names.join()} from jsonb_populate_record(null::party, $1)`,
        [JSON.stringify(party)],
      );
      await migrate(before.config, migrations, silentLogger);
      const { rows: after } = await old.query('select price_class, inherited_pricing from party');
      expect(after).toEqual([{ price_class: '', inherited_pricing: [...party.inherited_pricing, 'priceClass'] }]);
    } finally {
      await old.end();
      await before.drop();
    }
  });
});

describe('PA-3 PA-18 terms for parts that were told before anybody kept them', () => {
  const told = (partyId: string) => heard(service, PartyPricingTermsChangedMessage, (one) => one.partyId === partyId);

  it('are told again after the upgrade, each in its version; who has none is not', async () => {
    const [customer, maker, plain] = [await create(['consumer']), await create(['manufacturer']), await create(['consumer'])]; // prettier-ignore
    const supplier = await create(['supplier']);
    const priced = await set(customer, { discounts: [discount('', '', '0.1')] });
    const choosing = await set(maker, { coefficientsOfPartyId: supplier.id });
    // What the migration sets.
    await service.admin.query(
      `insert into timer (id, station_id, network_id, kind, key, due_at, data, correlation_id)
       values (gen_random_uuid(), $1, $2, 'tell-part-terms', 'upgrade', 'epoch', '{}', 'upgrade')`,
      [here.stationId, here.networkId],
    );
    await eventually(async () => {
      const { rowCount } = await service.admin.query(`select from timer where kind = 'tell-part-terms'`);
      return rowCount === 0 ? true : undefined;
    });
    for (const party of [priced, choosing]) {
      const events = await told(party.id);
      expect(events).toHaveLength(2);
      expect(events[1]).toEqual({ partyId: party.id, version: party.version, terms: party.pricingTerms });
    }
    expect(await told(plain.id)).toEqual([]);
  });

  it('are due in every station of an upgraded database', async () => {
    const before = await createTestDatabase('parties', migrations.slice(0, migrations.indexOf(partTermsTold)));
    const Client = service.admin.constructor as new (to: { connectionString: string }) => TestService['admin'];
    const old = new Client({ connectionString: before.adminUrl });
    await old.connect();
    try {
      const stations = [here, elsewhere].map(({ stationId }) => stationId).sort();
      for (const { networkId, stationId } of [here, elsewhere]) {
        await old.query('insert into network_member (network_id, station) values ($1, $2)', [networkId, stationId]);
      }
      await migrate(before.config, migrations, silentLogger);
      const { rows } = await old.query(`select station_id from timer where kind = 'tell-part-terms' order by 1`);
      expect(rows.map(({ station_id }) => station_id)).toEqual(stations);
    } finally {
      await old.end();
      await before.drop();
    }
  });
});
