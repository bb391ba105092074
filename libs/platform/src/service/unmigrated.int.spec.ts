import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort, startTestService, type TestService } from '@navette/testing';
import { databaseName, migrate, migration, type Migration } from '../database/index.js';
import { silentLogger } from '../observability/index.js';
import { databaseConfig } from './service-config.js';
import { startService } from './start-service.js';

const first = migration('202601010001-first', (m) => m.sql('create function first() returns int return 1'));
const second = migration('202601010002-second', (m) => m.sql('create function second() returns int return 2'));
const third = migration('202601010003-third', (m) => m.sql('create function third() returns int return 3'));
const release = (...migrations: Migration[]) => ({ name: 'probe', migrations });

/** A release whose database has the first migration. */
let old: TestService;

beforeAll(async () => {
  old = await startTestService(release(first));
});
afterAll(() => old.stop());

/** A copy of a release on the database of the old one. */
async function copy(...migrations: Migration[]) {
  const httpPort = await freePort();
  const env = {
    ...old.env,
    NAVETTE_PROBE_HTTP_PORT: String(httpPort),
    NAVETTE_PROBE_GRPC_PORT: String(await freePort()),
  };
  const answers = () => fetch(`http://127.0.0.1:${httpPort}/healthz`);
  return { answers, start: () => startService(release(...migrations), { env, keys: () => old.tokens.keys() }) };
}

const config = () => databaseConfig('probe', { ...old.env, NAVETTE_PROBE_DATABASE_OWNER_PASSWORD: 'owner' });
const refusal = (...missing: string[]) =>
  `database ${databaseName(config())} is behind the code of probe: missing are ${missing.join(', ')}. Run ./navette migrate`;

describe('a database behind the code', () => {
  it('stops the start before anything is served, naming what is missing and what to do', async () => {
    const { start, answers } = await copy(first, second, third);
    await expect(start()).rejects.toThrow(refusal(second.id, third.id));
    await expect(answers()).rejects.toThrow('fetch failed');
  });

  it('is one again after the migrations, and the old release goes on beside it', async () => {
    await migrate(config(), [first, second, third], silentLogger);
    for (const release of [[first, second, third], [first]]) {
      const { start, answers } = await copy(...release);
      const running = await start();
      expect((await answers()).status).toBe(200);
      await running.stop();
    }
    expect((await fetch(`${old.httpUrl}/readyz`)).status).toBe(200);
  });

  it('that never was migrated lacks all of them', async () => {
    await old.admin.query('alter table migration rename to elsewhere');
    const { start } = await copy(first);
    await expect(start()).rejects.toThrow(/missing are 202611220001-platform, .*, 202601010001-first\. Run/);
    await old.admin.query('alter table elsewhere rename to migration');
  });

  it('that is from before services could ask lacks the migration that lets them', async () => {
    await old.admin.query('revoke select on migration from test_probe_engine');
    const { start } = await copy(first);
    await expect(start()).rejects.toThrow(refusal('202611220720-migrations-readable'));
    await old.admin.query('grant select on migration to test_probe_engine');
  });
});
