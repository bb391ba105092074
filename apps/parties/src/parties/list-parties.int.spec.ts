import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ListPartiesRequest, PartiesServiceService, Party } from '@navette/contracts/parties/v1/service';
import { newId, systemClock } from '@navette/kernel';
import { listStatement } from '@navette/platform/database';
import { startTestService, testScope, testTenant, type TestService } from '@navette/testing';
import { partiesService } from '../parties.service.js';
import { partyList } from './party.list.js';

const [here, elsewhere] = [testTenant('here'), testTenant('elsewhere')];
const RIGHTS = ['parties:party.create', 'parties:party.read'];

let service: TestService;
const client = () => service.client(PartiesServiceService);
const add = async (party: Partial<Party>) =>
  client().createParty({ party: Party.fromPartial(party), acceptDuplicates: true }, await service.as(here, RIGHTS));

type Asked = NonNullable<Parameters<typeof ListPartiesRequest.fromPartial>[0]['query']>;
async function ask(query: Asked, tenant = here) {
  const request = ListPartiesRequest.fromPartial({ query });
  const { parties, nextCursor } = await client().listParties(request, await service.as(tenant, RIGHTS));
  return { names: parties.map(({ name }) => name), nextCursor };
}
const by = (field: string, operator: string, ...values: string[]) => ({ field, operator, values });

beforeAll(async () => {
  service = await startTestService(partiesService);
  await add({ kinds: ['supplier'], name: 'Électro Nord', emails: ['Ventes@Electro.example'] });
  await add({ kinds: ['consumer', 'reseller'], name: 'Delannoy' });
  await add({ kinds: ['consumer'], name: 'Zola', firstName: 'Émile' });
  await add({ kinds: ['consumer'], name: 'Zola', firstName: 'Alexandrine' });
});
afterAll(() => service.stop());

describe('PA-17 the list of parties', () => {
  it('is by name unless asked, and turns round', async () => {
    expect((await ask({})).names).toEqual(['Delannoy', 'Électro Nord', 'Zola', 'Zola']);
    const newest = [{ field: 'createdAt', descending: true }];
    expect((await ask({ sorts: newest })).names).toEqual(['Zola', 'Zola', 'Delannoy', 'Électro Nord']);
  });

  it('finds by kind, by the beginning of a name however it is written, and by e-mail', async () => {
    expect((await ask({ filters: [by('kind', 'eq', 'reseller')] })).names).toEqual(['Delannoy']);
    expect((await ask({ filters: [by('kind', 'in', 'reseller', 'supplier')] })).names).toEqual(['Delannoy', 'Électro Nord']); // prettier-ignore
    expect((await ask({ filters: [by('name', 'prefix', 'elec')] })).names).toEqual(['Électro Nord']);
    expect((await ask({ filters: [by('email', 'eq', 'ventes@electro.example')] })).names).toEqual(['Électro Nord']);
    const { rows } = await service.admin.query<{ id: string }>(`select id from party where name = 'Delannoy'`);
    const ids = [by('id', 'in', ...rows.map(({ id }) => id), newId(systemClock))];
    expect((await ask({ filters: ids })).names).toEqual(['Delannoy']);
    expect((await ask({ filters: ids }, elsewhere)).names).toEqual([]);
    const made = (source: string) => ask({ filters: [by('source', 'eq', source), by('kind', 'eq', 'reseller')] });
    expect((await made('by_hand')).names).toEqual(['Delannoy']);
    expect((await made('on_the_way')).names).toEqual([]);
    const both = [by('kind', 'eq', 'consumer'), by('name', 'prefix', 'ZOL')];
    expect((await ask({ filters: both })).names).toEqual(['Zola', 'Zola']);
  });

  it('goes on page by page, for the same question alone, and for no other station', async () => {
    const first = await ask({ limit: 3 });
    expect(first.names).toEqual(['Delannoy', 'Électro Nord', 'Zola']);
    expect(await ask({ limit: 3, cursor: first.nextCursor })).toEqual({ names: ['Zola'], nextCursor: '' });
    const other = ask({ filters: [by('kind', 'eq', 'consumer')], cursor: first.nextCursor });
    await expect(other).rejects.toMatchObject({ code: 'platform.list.cursor-of-another-list' });
    expect(await ask({ cursor: first.nextCursor }, elsewhere)).toEqual({ names: [], nextCursor: '' });
  });

  it('by any sort reads its index as the app role, behind the first page too', async () => {
    await service.admin.query(
      `insert into party select (jsonb_populate_record(p, jsonb_build_object('id', gen_random_uuid(), 'name_norm', 'name ' || n,
         'created_at', p.created_at + n * interval '1 s', 'updated_at', p.updated_at + n * interval '1 s'))).*
       from generate_series(1, 20000) n, party p where p.name_norm = 'delannoy'`,
    );
    await service.admin.query('analyze party');
    const indexes = { name: 'party_name', city: 'party_city', createdAt: 'party_created', updatedAt: 'party_updated' };
    for (const [field, index] of Object.entries(indexes)) {
      const sorts = [{ field, descending: true }];
      const { nextCursor: cursor } = await ask({ sorts, limit: 200 });
      const source = { columns: 'p.id', from: 'party p', where: 'p.station_id = $1', params: [here.stationId] };
      const { sql, params } = listStatement(partyList, { sorts, cursor }, source);
      const explained = await service.db.tenantRead(testScope(here), (tx) =>
        tx.rows<{ 'QUERY PLAN': string }>(`explain ${sql}`, params),
      );
      const plan = explained.map((row) => row['QUERY PLAN']).join('\n');
      expect(plan).toMatch(new RegExp(`Index.* using ${index} `));
      expect(plan).toMatch(/Index Cond:.*ROW\(/);
      expect(plan).not.toMatch(/Seq Scan|Sort Key/);
    }
  });

  it('is by town, there by name, wherever the town is written anew', async () => {
    const at = (city: string) => ({ mainAddress: { line1: '', line2: '', postcode: '', city, country: 'FR' } });
    await add({ kinds: ['other'], name: 'Ça', ...at('Épinal') });
    await add({ kinds: ['other'], name: 'Bâ', ...at('Zuydcoote') });
    const { result } = await add({ kinds: ['other'], name: 'Ab', ...at('Zuydcoote') });
    const id = result?.$case === 'created' ? result.value.id : '';
    const others = { sorts: [{ field: 'city', descending: false }], filters: [by('kind', 'eq', 'other')] };
    expect((await ask(others)).names).toEqual(['Ça', 'Ab', 'Bâ']);
    const party = Party.fromPartial({ kinds: ['other'], name: 'Ab', ...at('Ay') });
    const change = { partyId: id, expectedVersion: '1', party };
    await client().changeParty(change, await service.as(here, [...RIGHTS, 'parties:party.change']));
    expect((await ask(others)).names).toEqual(['Ab', 'Ça', 'Bâ']);
    const { nextCursor: cursor } = await ask({ ...others, limit: 2 });
    expect((await ask({ ...others, limit: 2, cursor })).names).toEqual(['Bâ']);
  });
});
