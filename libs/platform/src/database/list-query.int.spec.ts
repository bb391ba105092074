import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemClock, newId, type DomainError } from '@navette/kernel';
import fc from 'fast-check';
import { foreignScope, here, scope, startDatabase, type ProbeDatabase } from '../../test/engine.js';
import { column, filterBy, listPage, listStatement, type ListDefinition } from './list-query.js';

/** Two texts of which one may be missing, and what repeats a lot: every comparison of keys is needed. */
const list: ListDefinition = {
  filters: {
    name: filterBy(column('name', 'text'), 'eq', 'in', 'prefix'),
    counter: filterBy(column('counter', 'int'), 'eq', 'gte', 'gt', 'lte', 'lt'),
    id: filterBy(column('id', 'uuid'), 'eq', 'in'),
  },
  sorts: {
    name: [column('name', 'text')],
    counter: [column('counter', 'int')],
    note: [column("nullif(name, 'b')", 'text', { nullable: true })],
  },
  defaultSort: 'name',
  id: column('id', 'uuid'),
};
const source = { columns: 'id, name, counter', from: 'thing', where: 'station_id = $1', params: [here.stationId] };
interface Thing {
  readonly id: string;
  readonly name: string;
  readonly counter: number;
}
type Asked = Parameters<typeof listPage>[2];

let probe: ProbeDatabase;
beforeAll(async () => {
  probe = await startDatabase();
  await probe.rows('alter table thing alter name type text collate "C"');
  await probe.rows('create index thing_name on thing (station_id, name, id)');
  await probe.rows('create index thing_counter on thing (station_id, counter, id)');
});
afterAll(() => probe.stop());

const page = (query: Asked, as = scope()) =>
  probe.db.tenantRead(as, (tx) => listPage<Thing>(tx, list, query, { ...source, params: [tx.scope.stationId] }));

async function add(things: readonly { name: string; counter: number }[]): Promise<string[]> {
  const ids = things.map(() => newId(systemClock));
  await probe.rows(
    `insert into thing (station_id, id, name, counter)
     select $1, id, name, counter from unnest($2::uuid[], $3::text[], $4::int[]) as x (id, name, counter)`,
    [here.stationId, ids, things.map(({ name }) => name), things.map(({ counter }) => counter)],
  );
  return ids;
}

const thing = fc.record({
  name: fc.constantFrom('a', 'b', 'ba', 'é', 'z', '𝄞'),
  counter: fc.integer({ min: -2, max: 2 }),
});
const sorts = fc
  .uniqueArray(fc.constantFrom('name', 'counter', 'note'), { maxLength: 3 })
  .chain((fields) =>
    fc.tuple(...fields.map((field) => fc.record({ field: fc.constant(field), descending: fc.boolean() }))),
  );

describe('WE-4 PA-17 the pages of a list', () => {
  it('by any sort are the whole list in its order, and lose or double no row while others come', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(thing, { minLength: 1, maxLength: 25 }),
        fc.array(thing, { maxLength: 6 }),
        sorts,
        fc.integer({ min: 1, max: 7 }),
        async (things, later, sort, limit) => {
          await probe.rows('delete from thing');
          const first = await add(things);
          const whole = (await page({ sorts: sort, limit: 200 })).rows.map(({ id }) => id);
          expect([...whole].sort()).toEqual([...first].sort());
          const seen: string[] = [];
          const coming = [...later];
          let cursor = '';
          do {
            const next = await page({ sorts: sort, limit, cursor });
            seen.push(...next.rows.map(({ id }) => id));
            cursor = next.nextCursor;
            await add(coming.splice(0, 2));
          } while (cursor !== '');
          expect(seen.filter((id) => whole.includes(id))).toEqual(whole);
          expect(new Set(seen).size).toBe(seen.length);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('hold what meets every filter', async () => {
    await probe.rows('delete from thing');
    const names = ['a', 'b', 'ba', 'bé', 'b\u{10ffff}', 'c'];
    await add(names.map((name, counter) => ({ name, counter })));
    const found = async (...filters: [string, string, ...string[]][]) => {
      const asked = filters.map(([field, operator, ...values]) => ({ field, operator, values }));
      return (await page({ filters: asked })).rows.map(({ name }) => name);
    };
    expect(await found()).toEqual(names);
    expect(await found(['name', 'prefix', 'b'])).toEqual(['b', 'ba', 'bé', 'b\u{10ffff}']);
    expect(await found(['name', 'prefix', 'b\u{10ffff}'])).toEqual(['b\u{10ffff}']);
    expect(await found(['name', 'in', 'a', 'c', "x' or true --"])).toEqual(['a', 'c']);
    expect(await found(['counter', 'gte', '1'], ['counter', 'lt', '4'])).toEqual(['b', 'ba', 'bé']);
    expect(await found(['name', 'prefix', 'b'], ['counter', 'gt', '2'])).toEqual(['bé', 'b\u{10ffff}']);
  });

  it('are of the reader’s station alone', async () => {
    await add([{ name: 'a', counter: 1 }]);
    expect(await page({}, foreignScope())).toMatchObject({ rows: [], nextCursor: '' });
  });

  it('are refused for what the list does not have, naming what it has, and for a cursor of another list', async () => {
    await probe.rows('delete from thing');
    await add([1, 2, 3].map((counter) => ({ name: 'a', counter })));
    const refused = async (query: Asked) => {
      const { code, fields } = (await page(query).catch((error: unknown) => error)) as DomainError;
      return [code, ...fields.map(({ pointer, params }) => [pointer, params])];
    };
    const filter = (field: string, operator: string, ...values: string[]) => ({
      filters: [{ field, operator, values }],
    });
    const invalid = 'platform.request.invalid';
    expect(await refused(filter('colour', 'eq', 'x'))).toEqual([invalid, ['/filter[colour][eq]', { accepted: ['name', 'counter', 'id'] }]]); // prettier-ignore
    expect(await refused(filter('toString', 'eq', 'x'))).toMatchObject([invalid, ['/filter[toString][eq]', {}]]);
    expect(await refused(filter('id', 'gte', 'x'))).toEqual([
      invalid,
      ['/filter[id][gte]', { accepted: ['eq', 'in'] }],
    ]);
    expect(await refused(filter('counter', 'eq', '1; drop table thing'))).toEqual([invalid, ['/filter[counter][eq]', { expected: 'int' }]]); // prettier-ignore
    expect(await refused({ sorts: [{ field: 'id', descending: false }] })).toEqual([invalid, ['/sort', { accepted: ['name', 'counter', 'note'] }]]); // prettier-ignore
    const { nextCursor: cursor } = await page({ limit: 1 });
    const foreign = ['platform.list.cursor-of-another-list'];
    expect(await refused({ cursor, sorts: [{ field: 'counter', descending: false }] })).toEqual(foreign);
    expect(await refused({ cursor, ...filter('name', 'eq', 'a') })).toEqual(foreign);
    const [fingerprint] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as string[];
    for (const forged of [
      [fingerprint, 'a'],
      [fingerprint, 'a', "' or true"],
      [fingerprint, null, newId(systemClock)],
    ])
      expect(await refused({ cursor: Buffer.from(JSON.stringify(forged)).toString('base64url') })).toEqual(foreign);
    expect(await refused({ cursor: 'x' })).toEqual(foreign);
  });

  it.each(['name', '-name', 'counter', '-counter'])(
    'by %s read an index as the app role, deep in the list too',
    async (sort) => {
      await probe.rows('delete from thing');
      await probe.rows(
        `insert into thing (station_id, id, name, counter)
       select $1, gen_random_uuid(), 'name-' || n % 5000, n % 7000 from generate_series(1, 30000) n`,
        [here.stationId],
      );
      await probe.rows('analyze thing');
      const sorted = [{ field: sort.replace('-', ''), descending: sort.startsWith('-') }];
      const { nextCursor: cursor } = await page({ sorts: sorted, limit: 200 });
      const plan = await probe.db.tenantRead(scope(), async (tx) => {
        const { sql, params } = listStatement(list, { sorts: sorted, cursor, limit: 50 }, source);
        return (await tx.rows<{ 'QUERY PLAN': string }>(`explain (analyze) ${sql}`, params)).map((row) => row['QUERY PLAN']); // prettier-ignore
      });
      const text = plan.join('\n');
      expect(text).toMatch(new RegExp(`Index Scan.* using thing_${sorted[0]?.field}`));
      expect(text).toMatch(/Index Cond:.*ROW\(/);
      expect(text).not.toMatch(/Seq Scan|Sort Key/);
      // No more rows are read than are shown, and the one that tells whether there are more.
      expect(text).toMatch(/Index Scan.*rows=51 loops=1/);
      expect(text).not.toContain('Rows Removed');
    },
  );
});
