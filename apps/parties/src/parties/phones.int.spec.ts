import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { StationChangedMessage } from '@navette/contracts';
import { StationChanged } from '@navette/contracts/identity/v1/events';
import { PartiesServiceService, Party } from '@navette/contracts/parties/v1/service';
import type { DomainError } from '@navette/kernel';
import { migrate } from '@navette/platform/database';
import { silentLogger } from '@navette/platform/observability';
import { createTestDatabase, eventually, say, startTestService, testTenant, type TestService } from '@navette/testing';
import { migrations } from '../database/migrations/index.js';
import { phones } from '../database/migrations/202611221235-phones.js';
import { partiesService } from '../parties.service.js';

const lille = testTenant('lille');
const brussels = testTenant('brussels');
const RIGHTS = ['parties:party.create', 'parties:party.read'];

let service: TestService;
const client = () => service.client(PartiesServiceService);

beforeAll(async () => {
  service = await startTestService(partiesService);
  const said = { tenant: brussels, aggregateId: brussels.stationId };
  const { stationId } = brussels;
  const at = (postcode: string, country: string) => StationChanged.fromPartial({ stationId, address: { postcode, country } }); // prettier-ignore
  await say(service, StationChangedMessage, at('1000', 'BE'), { ...said, version: 2 });
  // What it was before comes late, and twice.
  const late = { ...said, version: 1, messageId: await say(service, StationChangedMessage, at('59000', 'FR'), { ...said, version: 1 }) }; // prettier-ignore
  await say(service, StationChangedMessage, at('59000', 'FR'), late);
  await eventually(async () => {
    const { rows } = await service.admin.query('select count(*)::int as n from inbox');
    return rows[0].n >= 2 ? true : undefined;
  });
});
afterAll(() => service.stop());

async function create(party: Partial<Party>, tenant = lille, acceptDuplicates = true) {
  const request = { party: Party.fromPartial({ kinds: ['consumer'], ...party }), acceptDuplicates };
  return (await client().createParty(request, await service.as(tenant, RIGHTS))).result;
}

async function created(party: Partial<Party>, tenant = lille): Promise<Party> {
  const result = await create(party, tenant);
  if (result?.$case !== 'created') throw new Error('not created');
  return result.value;
}

const e164Of = async ({ id }: Party) =>
  (await service.admin.query('select e164 from party_phone where party_id = $1', [id])).rows.map(({ e164 }) => e164);

const search = async (q: string, tenant = lille) =>
  (await client().searchParties({ q, kind: '' }, await service.as(tenant, RIGHTS))).parties.map(({ id }) => id);

describe('PA-12 phones as their station reads and writes them', () => {
  it('are kept in E.164 and shown in the national form, those of contacts too', async () => {
    const contacts = [{ name: 'Anne Roy', role: '', phone: '0639980001', email: '', isDefault: true }];
    const party = await created({ name: 'Normal', phones: ['+33.3.20.00.00.41', '0032 2 555 12 41'], contacts });
    expect(party.phones).toEqual(['03 20 00 00 41', '+32 2 555 12 41']);
    expect(party.contacts).toMatchObject([{ phone: '06 39 98 00 01' }]);
    expect(await e164Of(party)).toEqual(['+33320000041', '+3225551241']);
  });

  it('without a country are of that of the station', async () => {
    const party = await created({ name: 'Peeters', phones: ['02 555 12 42'] }, brussels);
    expect(party.phones).toEqual(['02 555 12 42']);
    expect(await e164Of(party)).toEqual(['+3225551242']);
    const french = await created({ name: 'Dupont', phones: ['02 55 51 21 42'] });
    expect(await e164Of(french)).toEqual(['+33255512142']);
  });

  it('are found, and told to be the same, in whatever form they are typed', async () => {
    const { id } = await created({ name: 'Formes', phones: ['02 555 12 43'] }, brussels);
    for (const form of ['025551243', '+32 2 555 12 43', '0032 2 555 12 43']) {
      expect(await search(form, brussels)).toEqual([id]);
      const result = await create({ name: 'Autre', phones: [form] }, brussels, false);
      expect(result).toMatchObject({ $case: 'duplicates', value: { duplicates: [{ party: { id }, reasons: ['same_phone'] }] } }); // prettier-ignore
    }
    expect(await search('025551243', lille)).toEqual([]);
  });

  it('that are none are refused, with the forms that the station may write', async () => {
    const refusedIn = async (tenant: typeof lille) =>
      ((await create({ name: 'Court', phones: ['12'] }, tenant).catch((error: unknown) => error)) as DomainError)
        .fields;
    expect(await refusedIn(lille)).toMatchObject([
      {
        pointer: '/phones/0',
        code: 'parties.party.phone-wrong',
        params: { phone: '12', accepted: ['06 12 34 56 78', '+33 6 12 34 56 78', '+33612345678'] },
      },
    ]);
    const [field] = await refusedIn(brussels);
    expect((field?.params?.['accepted'] as string[])[2]).toMatch(/^\+32/);
  });
});

describe('PA-12 phones from before', () => {
  it('get the national form where they are French, and stay as they were typed where not', async () => {
    const before = await createTestDatabase('parties', migrations.slice(0, migrations.indexOf(phones)));
    const Client = service.admin.constructor as new (to: { connectionString: string }) => TestService['admin'];
    const old = new Client({ connectionString: before.adminUrl });
    await old.connect();
    const contact = (phone: string) => ({ name: phone, role: '', phone, email: '', isDefault: false });
    const party = await created({
      name: 'Ancien',
      phones: ['0320000044', '+32 2 555 12 44', '+262 692 12 34 44'],
      contacts: ['0320000045', '0320000046', '0320000047'].map(contact),
    });
    try {
      for (const table of ['party', 'party_phone', 'party_contact']) {
        const key = table === 'party' ? 'id' : 'party_id';
        const { rows } = await service.admin.query(
          `select jsonb_agg(to_jsonb(t)) as all from ${table} t where ${key} = $1`,
          [party.id],
        );
        await old.query(`insert into ${table} select * from jsonb_populate_recordset(null::${table}, $1)`, [JSON.stringify(rows[0].all)]); // prettier-ignore
      }
      await old.query(`update party_phone set typed = case position when 1 then '0320000044' else typed || '!' end`);
      await old.query(`update party_contact set phone =
        (array['+33 (0)3.20.00.00.45', 'demander au gardien', '+32 2 555 12 47'])[position + 1]`);
      await migrate(before.config, migrations, silentLogger);
      const typed = await old.query('select typed, e164 from party_phone order by position');
      expect(typed.rows).toEqual([
        { typed: '03 20 00 00 44', e164: '+33320000044' },
        { typed: '+32 2 555 12 44!', e164: '+3225551244' },
        { typed: '+262 692 12 34 44!', e164: '+262692123444' },
      ]);
      const contacts = await old.query('select phone from party_contact order by position');
      expect(contacts.rows.map(({ phone }) => phone)).toEqual(['03 20 00 00 45', 'demander au gardien', '+32 2 555 12 47']); // prettier-ignore
      const words = await old.query('select word from party_word');
      expect(words.rows).toEqual([{ word: '0692123444' }]);
    } finally {
      await old.end();
      await before.drop();
    }
  });
});
