import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { ManualClock } from '@navette/kernel';
import { Database } from '../database/database.js';
import { Metrics, silentLogger } from '../observability/index.js';
import { createTestDatabase, type TestDatabase } from '@navette/testing';
import { Housekeeping } from './housekeeping.js';

const clock = new ManualClock('2026-06-01T00:00:00Z');
let database: TestDatabase;
let db: Database;

beforeAll(async () => {
  database = await createTestDatabase('housekeeping', []);
  db = new Database(database.config, clock, silentLogger, new Metrics('housekeeping'));
  await db.open();
});
afterAll(async () => {
  await db.close();
  await database.drop();
});

it('keeps an inbox for 37 days and a published message for 7, unpublished ones for ever', async () => {
  const ages = [1, 6, 8, 36, 38, 400];
  const station = '018f0000-0000-7000-8000-000000000001';
  await withAdmin(async (query) => {
    for (const days of ages) {
      await query(`insert into inbox values ('c', gen_random_uuid(), $1::timestamptz - make_interval(days => $2))`, [
        clock.now().toString(),
        days,
      ]);
      for (const published of [true, false]) {
        await query(
          `insert into outbox (id, station_id, aggregate_type, aggregate_id, subject, payload, headers, occurred_at, published_at)
           values (gen_random_uuid(), $1, 'a', 'a', 's', '', '{}', $2::timestamptz - make_interval(days => $3),
             case when $4 then $2::timestamptz - make_interval(days => $3) end)`,
          [station, clock.now().toString(), days, published],
        );
      }
    }
  });
  await new Housekeeping(db, silentLogger).tidy();
  await withAdmin(async (query) => {
    expect((await query('select count(*)::int as n from inbox')).rows).toEqual([{ n: 4 }]);
    expect((await query('select count(*)::int as n from outbox where published_at is not null')).rows).toEqual([
      { n: 2 },
    ]);
    expect((await query('select count(*)::int as n from outbox where published_at is null')).rows).toEqual([{ n: 6 }]);
  });
});

type Query = (sql: string, params?: unknown[]) => Promise<{ rows: object[] }>;

async function withAdmin(work: (query: Query) => Promise<void>): Promise<void> {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: database.adminUrl });
  await client.connect();
  try {
    await work((sql, params) => client.query(sql, params));
  } finally {
    await client.end();
  }
}
