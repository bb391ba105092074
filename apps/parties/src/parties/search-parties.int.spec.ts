import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PartiesServiceService, Party } from '@navette/contracts/parties/v1/service';
import { migrate } from '@navette/platform/database';
import { silentLogger } from '@navette/platform/observability';
import { createTestDatabase, startTestService, testScope, testTenant, type TestService } from '@navette/testing';
import { migrations } from '../database/migrations/index.js';
import { search } from '../database/migrations/202611220855-search.js';
import { partiesService } from '../parties.service.js';
import { PartyRepository } from './party.repository.js';

const here = testTenant('here');
const elsewhere = testTenant('elsewhere');
const RIGHTS = ['parties:party.create', 'parties:party.read', 'parties:party.change', 'parties:party.suspend'];

let service: TestService;
const client = () => service.client(PartiesServiceService);

beforeAll(async () => {
  service = await startTestService(partiesService);
});
afterAll(() => service.stop());

const at = (postcode: string, city: string) => ({ line1: '1 rue Haute', line2: '', postcode, city, country: 'FR' });

async function create(party: Partial<Party>, tenant = here): Promise<Party> {
  const request = { party: Party.fromPartial({ kinds: ['consumer'], ...party }), acceptDuplicates: true };
  const { result } = await client().createParty(request, await service.as(tenant, RIGHTS));
  if (result?.$case !== 'created') throw new Error('not created');
  return result.value;
}

async function found(q: string, kind = '', tenant = here): Promise<Party[]> {
  return (await client().searchParties({ q, kind }, await service.as(tenant, RIGHTS))).parties;
}
const ids = async (q: string, kind = '', tenant = here) => (await found(q, kind, tenant)).map(({ id }) => id);

describe('PA-6 a party is found', () => {
  let quaghebeur: Party;
  let dewaele: Party;
  beforeAll(async () => {
    quaghebeur = await create({
      name: 'Quaghebeur',
      firstName: 'Hélène',
      phones: ['06 71 72 73 74'],
      emails: ['H.Quag@Example.org'],
      mainAddress: at('59380', 'Bergues'),
    });
    dewaele = await create({
      name: 'Dewaele-Œuvrard',
      firstName: 'Jean-Marc',
      phones: ['+32 2 555 12 12'],
      mainAddress: at('62500', 'Saint-Omer'),
      deliveryAddress: at('06000', 'Nice'),
    });
  });

  it.each([
    ...['06 71 72 73 74', '0671727374', '06.71.72.73.74', '06-71-72-73-74', '+33 6 71 72 73 74', '+33671727374'],
    ...['0033 6 71 72 73 74', '+33 (0)6 71 72 73 74', '(06) 71 72 73 74', '671727374', '6 71 72 73 74'],
    ...[
      '33671727374',
      '33 6 71 72 73 74',
      '06 71 72',
      '+33 6 71',
      '+33 (0)6 71',
      '00336717',
      'Quaghebeur 06 71 72 73 74',
    ],
    ...['06 71 72 73 74 59380', '59380 0671727374'],
  ])('by its phone, written %j', async (q) => {
    expect(await ids(q)).toEqual([quaghebeur.id]);
  });

  it.each(['+32 2 555 12 12', '003225551212', '02 555 12 12', '02555'])('by a foreign phone, %j', async (q) => {
    expect(await ids(q)).toEqual([dewaele.id]);
  });

  it.each([
    ...['Quaghebeur', 'QUAGHEBEUR', 'quagh', 'helene quaghebeur', 'Quaghebeur Hélène', 'bergues quagh', '59380 hel'],
    ...['h.quag@example.org', 'H.QUAG@EXAMPLE.ORG', 'h.quag@', 'h.quag', 'Bergués', 'qu b'],
  ])('by the beginnings of its words in any order, case and accents: %j', async (q) => {
    expect(await ids(q)).toEqual([quaghebeur.id]);
  });

  it.each(['oeuvrard', 'ŒUVRARD', 'jean marc saint omer', 'Saint-Omer, Dewaele', '06000', '06000 nice', '62500 Nice'])(
    'by words of compounds and of any of its addresses: %j',
    async (q) => {
      expect(await ids(q)).toEqual([dewaele.id]);
    },
  );

  it.each(['Quagebeur', 'Quaghebuer', 'Kuaghebeur', 'Quaghebeurr', 'quagebe', 'Helene Quagebeur', 'Quagebeur Bergues'])(
    'with a typing error: %j',
    async (q) => {
      expect(await ids(q)).toEqual([quaghebeur.id]);
    },
  );

  it('only where all the words are its', async () => {
    expect(await ids('Quaghebeur Jean-Marc')).toEqual([]);
    expect(await ids('Quaghebeur 06 71 72 73 75')).toEqual([]);
  });

  it('no longer by what it was called before', async () => {
    const party = await create({ name: 'Avantchange', phones: ['07 01 02 03 04'] });
    const changed = { ...party, name: 'Apreschange', phones: ['07 01 02 03 05'] };
    const call = await service.as(here, RIGHTS);
    await client().changeParty({ partyId: party.id, expectedVersion: '1', party: changed }, call);
    expect([await ids('Avantchange'), await ids('07 01 02 03 04')]).toEqual([[], []]);
    expect([await ids('Apreschange'), await ids('07 01 02 03 05')]).toEqual([[party.id], [party.id]]);
  });
});

describe('PA-6 answers', () => {
  it('come best first: the name itself, what begins so, other places, near spellings; 20 at most', async () => {
    const near = await create({ name: 'Vandorne' });
    const inTown = await create({ name: 'Zola', mainAddress: at('59000', 'Vandorpe') });
    const longer = await create({ name: 'Vandorpeghem' });
    const second = await create({ name: 'Vandorpe', firstName: 'Luc' });
    const first = await create({ name: 'Vandorpe', firstName: 'Ada' });
    expect(await ids('vandorpe')).toEqual([first.id, second.id, inTown.id, longer.id, near.id]);
    for (let i = 0; i < 21; i++) await create({ name: 'Vandorpe', firstName: `Zz${i}` });
    const many = await ids('vandorpe');
    expect(many).toHaveLength(20);
    expect(new Set(many).size).toBe(20);
    expect(many.slice(0, 2)).toEqual([first.id, second.id]);
  });

  it('are of the kind that is asked for, also of one the party took later', async () => {
    const supplier = await create({ kinds: ['supplier'], name: 'Kindoux' });
    const consumer = await create({ name: 'Kindoux' });
    expect((await ids('Kindoux')).sort()).toEqual([supplier.id, consumer.id].sort());
    expect(await ids('Kindoux', 'supplier')).toEqual([supplier.id]);
    expect(await ids('Kindou', 'consumer')).toEqual([consumer.id]);
    expect(await ids('Kindoux', 'reseller')).toEqual([]);
    await service.db.tenantTx(testScope(here), async (tx) => {
      tx.audit('party', consumer.id);
      await service.running.get(PartyRepository).addKind(tx, consumer.id, 'reseller');
    });
    expect(await ids('Kindoux', 'reseller')).toEqual([consumer.id]);
    await expect(found('Kindoux', 'friend')).rejects.toMatchObject({ code: 'parties.party.kind-not-accepted' });
    expect(await ids(':supplier Kindoux')).toEqual([]);
  });

  it('are parties in full, a suspended one said to be so', async () => {
    const party = await create({ name: 'Impayeur', emails: ['i@example.org'], mainAddress: at('80000', 'Amiens') });
    const call = await service.as(here, RIGHTS);
    const suspended = await client().suspendParty({ partyId: party.id, reason: 'Deux factures' }, call);
    expect(await found('impayeur')).toEqual([suspended]);
    expect(suspended).toMatchObject({ suspended: true, suspensionReason: 'Deux factures' });
  });
});

describe('PA-6 a question that asks for nobody', () => {
  it.each([
    '',
    ' ',
    'q',
    '%',
    '%%%',
    '_',
    '__',
    '*',
    '.*',
    '"',
    '@',
    '--',
    '\0',
    '\0\0',
    '\u200b',
    'a b c',
    '(',
    '+',
    '🙂',
  ])('%j gets no answer, never everybody', async (q) => {
    expect(await found(q)).toEqual([]);
  });

  it.each(['Quag%', 'Quagheb_ur%', "Quaghebeur'; drop table party; --", 'Quaghebeur\0\u0001', '\\Quaghebeur\\'])(
    '%j is data',
    async (q) => {
      const names = (await found(q)).map(({ name }) => name);
      expect(names.filter((name) => name !== 'Quaghebeur')).toEqual([]);
    },
  );

  it('may have a thousand characters', async () => {
    const long = await create({ name: 'L'.repeat(200), emails: [`${'m'.repeat(64)}@example.org`] });
    expect(await ids('L'.repeat(1000))).toEqual([long.id]);
    expect(await ids(`${'m'.repeat(64)}@example.org`)).toEqual([long.id]);
    for (const q of ['0'.repeat(1000), 'ab '.repeat(333), '+'.repeat(1000), 'é@'.repeat(500), '%_'.repeat(500)])
      expect(await ids(q)).toEqual([]);
  });

  it('needs the right to read parties', async () => {
    const call = await service.as(here, ['parties:party.create']);
    await expect(client().searchParties({ q: 'Quaghebeur', kind: '' }, call)).rejects.toMatchObject({
      code: 'platform.request.forbidden',
    });
  });
});

describe('ID-10 a party of another station', () => {
  it('is found by no word, phone, e-mail or near spelling', async () => {
    const theirs = { name: 'Ailleurs', phones: ['07 99 88 77 66'], emails: ['a@ailleurs.org'], mainAddress: at('13001', 'Marseille') }; // prettier-ignore
    const party = await create(theirs, elsewhere);
    for (const q of ['Ailleurs', 'Aileurs', '0799887766', 'a@ailleurs.org', '13001', 'Marseille', 'Marseile']) {
      expect(await ids(q)).toEqual([]);
      expect(await ids(q, '', elsewhere)).toEqual([party.id]);
    }
  });

  it('is not reached through the function itself, whatever the station that is set', async () => {
    const call = (station: string) =>
      service.db.tenantRead(testScope(here), async (tx) => {
        await tx.run(`select set_config('app.station_id', $1, true)`, [station]);
        return tx.rows("select * from search_parties(array['ailleurs'])");
      });
    expect(await call('')).toEqual([]);
    expect(await call(here.stationId)).toEqual([]);
    await expect(
      service.db.engineTx((tx) => tx.rows("select * from search_parties(array['ailleurs'])")),
    ).rejects.toMatchObject({ code: '42501' });
  });
});

describe('PA-6 parties from before there was a search', () => {
  it('have the words that the same parties would have now', async () => {
    await create({
      kinds: ['consumer', 'reseller'],
      name: 'Œuvrard-Lefèvre',
      firstName: 'Zoé Lefèvre',
      phones: ['06 11 22 33 44', '+32 2 555 12 13', '+352 621 123 456'],
      emails: ['Zoé.Œ@exemple.org', `${'x'.repeat(64)}@example.org`],
      mainAddress: at('59 000', "Crèvecœur-l'Élan"),
      billingAddress: at('', 'Ærø'),
    });
    const before = await createTestDatabase('parties', migrations.slice(0, migrations.indexOf(search)));
    const Client = service.admin.constructor as new (to: { connectionString: string }) => TestService['admin'];
    const old = new Client({ connectionString: before.adminUrl });
    await old.connect();
    try {
      for (const table of ['party', 'party_phone', 'party_email', 'party_address']) {
        const { rows } = await service.admin.query(`select jsonb_agg(to_jsonb(t)) as all from ${table} t`);
        await old.query(`insert into ${table} select * from jsonb_populate_recordset(null::${table}, $1)`, [JSON.stringify(rows[0].all)]); // prettier-ignore
      }
      await migrate(before.config, migrations, silentLogger);
      const kept = 'select * from party_word order by 1, 2, 3';
      expect((await old.query(kept)).rows).toEqual((await service.admin.query(kept)).rows);
      const { rows } = await old.query(
        'select word from party_spelling where station_id = $1 and word in ($2, $3, $4, $5, $6) order by word',
        [here.stationId, 'oeuvrard', 'crevecoeur', 'zoe', '59', 'xxxx'],
      );
      expect(rows.map(({ word }) => word)).toEqual(['crevecoeur', 'oeuvrard', 'zoe']);
    } finally {
      await old.end();
      await before.drop();
    }
  });
});

describe('PA-6 among many', () => {
  const MANY = 20_000;
  const crowded = testTenant('crowded');

  it('the app role reads bounded parts of the indexes and scans no table', async () => {
    await create({ name: 'Martin', firstName: 'Rarissime', phones: ['06 01 01 01 01'] }, crowded);
    await service.admin.query(
      `insert into party (station_id, id, version, kinds, civility, name, name_norm, first_name, first_name_norm, siret,
         vat_number, language, tags, comment, billing_type, payment_days, end_of_month, day_of_month, payment_method,
         ledger_account, vat_regime, lead_time_days, ordering_channel, source, created_at, updated_at)
       select $1, md5('p' || n)::uuid, 1, '{consumer}', '', 'Martin', 'martin', 'Jean', 'jean', '', '', 'fr', '{}', '', 'none', 0,
         false, 0, '', '', 'domestic', 0, 'email', 'by_hand', '2026-01-01Z', '2026-01-01Z' from generate_series(1, ${MANY}) n`,
      [crowded.stationId],
    );
    await service.admin.query(
      `insert into party_word (station_id, party_id, word, weight)
       select $1, md5('p' || n)::uuid, word, weight
       from generate_series(1, ${MANY}) n, (values ('martin', 1), ('jean', 2)) w (word, weight)`,
      [crowded.stationId],
    );
    await service.admin.query(
      `insert into party_spelling (station_id, word)
       select $1::uuid, substr(translate(md5('w' || n), '0123456789', 'ghijklmnop'), 1, 8) from generate_series(1, ${MANY}) n
       union select $1::uuid, 'jean' on conflict do nothing`,
      [crowded.stationId],
    );
    await service.admin.query('analyze party, party_word, party_spelling');
    for (const [words, expected] of [
      [['martin', 'rarissime'], 1],
      [['martin', 'rarisime'], 1],
      [['06010101'], 1],
      [['ma'], 20],
      [['martin', 'jean'], 20],
      [['martin', 'jena'], 20],
    ] as const) {
      const { answers, read } = await service.db.tenantRead(testScope(crowded), async (tx) => ({
        answers: await tx.rows('select * from search_parties($1)', [words]),
        read: await tx.rows<{ table: string; scans: number; rows: number }>(
          `select relname as table, seq_scan::int as scans, (seq_tup_read + idx_tup_fetch)::int as rows
           from pg_stat_xact_user_tables where relname like 'party%' and seq_scan + idx_scan > 0 order by 1`,
        ),
      }));
      expect({ words, answers: answers.length }).toEqual({ words, answers: expected });
      expect(read.map(({ table }) => table)).toContain('party_word');
      for (const { table, scans, rows } of read) {
        expect({ words, table, scans }).toEqual({ words, table, scans: 0 });
        // An entry of an index and its row count one each; unbounded, the last two would read 160,000 and more.
        expect({ words, table, rows, few: rows < 70_000 }).toEqual({ words, table, rows, few: true });
      }
    }
  });

  it('a typing error is looked for among the spellings of the station alone', async () => {
    const other = testTenant('as-crowded').stationId;
    await service.admin.query(
      'insert into party_spelling (station_id, word) select $1, word from party_spelling where station_id = $2',
      [other, crowded.stationId],
    );
    await service.admin.query('vacuum (analyze) party_spelling');
    const { rows } = await service.admin.query<{ 'QUERY PLAN': string }>(
      `explain select word from party_spelling where station_id = '${other}' and word % 'rarisime'`,
    );
    expect(rows.map((row) => row['QUERY PLAN']).join('\n')).toMatch(
      /Index Scan on party_spelling_alike.*\n *Index Cond: \(\(station_id = .* AND \(word % /,
    );
  });
});
