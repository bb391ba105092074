import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, systemClock } from '@navette/kernel';
import {
  foreignScope,
  insertThing,
  probeMigrations,
  scope,
  startDatabase,
  type ProbeDatabase,
} from '../../test/engine.js';
import { migration } from './migration.js';
import { migrate } from './migrations.js';

let probe: ProbeDatabase;
const ids = [newId(systemClock), newId(systemClock)] as const;

beforeAll(async () => {
  probe = await startDatabase();
  await probe.db.tenantTx(scope(), (tx) => insertThing(tx, ids[0], 'ours'));
  await probe.db.tenantTx(foreignScope(), (tx) => insertThing(tx, ids[1], 'theirs'));
});
afterAll(() => probe.stop());

describe('a migration that changes rows', () => {
  it('changes those of every station, reads others to do so, and leaves the policies in force', async () => {
    const renamed = migration('202601010001-things-renamed', async (m) => {
      await m.sql(`update thing t set name = name || ' of ' || (select count(*) from thing)
        where not exists (select from thing_part p where p.station_id = t.station_id and p.thing_id = t.id)`);
    });
    await migrate(probe.database.config, [...probeMigrations, renamed], probe.logger);
    expect(await probe.rows('select name from thing order by name')).toEqual([
      { name: 'ours of 2' },
      { name: 'theirs of 2' },
    ]);
    const unforced = `select relname from pg_class where relname in ('thing', 'thing_part') and not relforcerowsecurity`;
    expect(await probe.rows(unforced)).toEqual([]);
  });
});
