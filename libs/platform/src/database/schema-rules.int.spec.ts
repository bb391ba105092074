import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startDatabase, type ProbeDatabase } from '../../test/engine.js';
import { schemaProblems } from './schema-rules.js';

const STATION = `(select nullif(current_setting('app.station_id', true), '')::uuid)`;
const POLICY = `create policy bad_app on bad to test_probe_app using (station_id = ${STATION}) with check (station_id = ${STATION})`;
const SECURITY = 'alter table bad enable row level security; alter table bad force row level security';
/** A table as it should be; each sample spoils one thing of it. */
const table = (columns: string, policy = POLICY) =>
  `create table bad (station_id uuid not null, ${columns}); ${SECURITY}; ${policy}`;
const search = (options: string, condition: string) =>
  `create function search_thing() returns setof thing language sql stable security definer ${options} as $$
     select * from thing where ${condition} $$; alter function search_thing() owner to test_probe_search`;
const OF_STATION = `station_id = nullif(current_setting('app.station_id', true), '')::uuid`;

let probe: ProbeDatabase;

beforeAll(async () => {
  probe = await startDatabase();
});
afterAll(() => probe.stop());

/** Problems of the schema with `sql` done to it; nothing of it stays. */
async function problemsAfter(sql: string, withoutStation: string[] = []): Promise<string[]> {
  await probe.admin.query(`begin; ${sql}`);
  try {
    return await schemaProblems(probe.admin, withoutStation);
  } finally {
    await probe.admin.query('rollback');
  }
}

describe('schema rules', () => {
  it('find nothing wrong with what the platform and `tenantTable` make', async () => {
    expect(await schemaProblems(probe.admin)).toEqual([]);
  });

  it('accept a table as it should be', async () => {
    const good = table(
      'id uuid not null, price numeric(14,2), primary key (station_id, id), unique (station_id, id, price)',
    );
    expect(await problemsAfter(good)).toEqual([]);
  });

  it('take a list of tables that belong to no station', async () => {
    expect(await problemsAfter('create table bad (id uuid primary key)', ['bad'])).toEqual([]);
  });

  it('accept a search function as practices.md has it', async () => {
    expect(await problemsAfter(search('set search_path = public', OF_STATION))).toEqual([]);
  });

  it.each<[string, string, string]>([
    ['a table of no station', 'create table bad (id uuid primary key)', 'bad: no station_id'],
    [
      'security that is not enabled',
      `create table bad (station_id uuid primary key); ${POLICY}`,
      'bad: row-level security is not forced',
    ],
    [
      'security that is not forced',
      `create table bad (station_id uuid primary key); alter table bad enable row level security; ${POLICY}`,
      'bad: row-level security is not forced',
    ],
    [
      'a table without a policy for the app',
      table('primary key (station_id)', ''),
      'bad: no policy for role test_probe_app',
    ],
    [
      'a policy that lets all through',
      table('primary key (station_id)', 'create policy bad_app on bad to test_probe_app using (true)'),
      'bad: policy bad_app is not on app.station_id',
    ],
    [
      'a policy that checks reads alone',
      table(
        'primary key (station_id)',
        `create policy bad_app on bad to test_probe_app using (station_id = ${STATION}) with check (true)`,
      ),
      'bad: policy bad_app is not on app.station_id',
    ],
    [
      'a policy for everybody',
      table('primary key (station_id)', `${POLICY}; create policy bad_all on bad for select to public using (true)`),
      'bad: policy bad_all is not on app.station_id',
    ],
    [
      'two policies of one role for one command',
      table(
        'primary key (station_id)',
        `${POLICY}; ${POLICY.replace('bad_app', 'bad_too')
          .replace('to test', 'for select to test')
          .replace(/ with check.*/, '')}`,
      ),
      'bad: 2 permissive policies of one role for select',
    ],
    [
      'a primary key without the station',
      table('id uuid primary key'),
      'bad: unique index bad_pkey does not start with station_id',
    ],
    [
      'a unique index without the station',
      table('id uuid not null, primary key (station_id, id), unique (id)'),
      'bad: unique index bad_id_key does not start with station_id',
    ],
    [
      'an exclusion without the station',
      table('during tstzrange, primary key (station_id), exclude using gist (during with &&)'),
      'bad: unique index bad_during_excl does not start with station_id',
    ],
    [
      'a foreign key without the station',
      `create unique index thing_bare on thing (id, station_id); ${table(
        'id uuid not null, primary key (station_id, id), constraint fk foreign key (id, station_id) references thing (id, station_id)',
      )}`,
      'bad: foreign key fk does not start with station_id',
    ],
    [
      'a foreign key to another column than the station',
      `create unique index thing_bare on thing (id, station_id); ${table(
        'id uuid not null, primary key (station_id, id), constraint fk foreign key (station_id, id) references thing (id, station_id)',
      )}`,
      'bad: foreign key fk does not start with station_id',
    ],
    [
      'a station that may be missing',
      'create table bad (station_id uuid, id int)',
      'bad: station_id is not a uuid that must be there',
    ],
    ['an enum type', `create type colour as enum ('red')`, 'type colour is an enum'],
    [
      'an index on an expression',
      'create index bad_lower on thing (station_id, lower(name))',
      'thing: index bad_lower is on an expression',
    ],
    [
      'an index that leads with a numeric',
      table('price numeric(14,2), primary key (station_id)') + '; create index bad_price on bad (station_id, price)',
      'bad: index bad_price leads with the numeric column price',
    ],
    [
      'a materialized view',
      'create materialized view bad as select * from thing',
      'bad: a materialized view, which no policy covers',
    ],
    ['TRUNCATE for the app', 'grant truncate on thing to test_probe_app', 'thing: role test_probe_app may truncate it'],
    ['the app as superuser', 'alter role test_probe_app superuser', 'role test_probe_app is a superuser'],
    [
      'the app past the policies',
      'alter role test_probe_app bypassrls',
      'role test_probe_app goes past row-level security',
    ],
    [
      'the app as the owner',
      'grant test_probe_owner to test_probe_app',
      'role test_probe_app may act as test_probe_owner',
    ],
    ['a table of the app', 'alter table thing owner to test_probe_app', 'role test_probe_app owns thing'],
    ['the app making tables', 'grant create on schema public to test_probe_app', 'role test_probe_app may make tables'],
    [
      'a partition reached past its parent',
      `create table bad (station_id uuid not null, day date not null) partition by range (day); ${SECURITY}; ${POLICY};
       create table bad_1 partition of bad default; grant select on bad_1 to test_probe_app`,
      'bad_1: a partition that role test_probe_app reaches past its parent',
    ],
    [
      'a function with the rights of the owner',
      `${search('set search_path = public', OF_STATION)}; alter function search_thing() owner to test_probe_owner`,
      'function search_thing runs with the rights of test_probe_owner',
    ],
    ['a function without search_path', search('', OF_STATION), 'function search_thing has no fixed search_path'],
    [
      'a function for all stations',
      search('set search_path = public', 'true'),
      'function search_thing does not ask for app.station_id',
    ],
  ])('name %s', async (_title, sql, problem) => {
    expect(await problemsAfter(sql)).toContain(problem);
  });
});
