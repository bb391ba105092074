import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addressesOf, startServers } from '../../../tools/dev/servers/index.mjs';

const POSTGRES = { max_connections: 600, fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

/**
 * Real servers for a run of Jest: those that `./navette test` started, or our own when Jest is run by hand. They cost
 * about two seconds; data are not synced to disk, since a run that loses power is run again. With
 * `NAVETTE_TESTCONTAINERS=1` all but SMTP are containers.
 */
export default async function setUp() {
  if (process.env['NAVETTE_TEST_SERVERS'] !== undefined) return;
  const containers = await containersIfAsked();
  const dir = mkdtempSync(join(tmpdir(), 'navette-test-'));
  try {
    const servers = await startServers({
      dir,
      want: ['postgres', 'nats', 'redis', 'smtp'],
      settings: { postgres: { config: POSTGRES } },
      install: 'yes',
      env: containers?.env ?? {},
    });
    const file = join(dir, 'servers.json');
    writeFileSync(file, JSON.stringify(addressesOf(servers)), { mode: 0o600 });
    process.env['NAVETTE_TEST_SERVERS'] = file;
    globalThis.navetteTestServers = { servers, dir, containers };
  } catch (error) {
    // Jest tears down nothing where the set-up failed.
    await containers?.stopAll();
    rmSync(dir, { recursive: true, force: true });
    throw error;
  }
}

async function containersIfAsked() {
  const asked = process.env['NAVETTE_TESTCONTAINERS'] || '0';
  if (!['0', '1'].includes(asked)) throw new Error(`NAVETTE_TESTCONTAINERS is "${asked}": it may be 1, 0 or unset`);
  // Loaded only here: it takes half a second.
  return asked === '1' ? (await import('./containers.mjs')).startContainers() : undefined;
}
