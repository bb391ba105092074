import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addressesOf, startServers } from '../../../tools/dev/servers/index.mjs';

/**
 * Real servers for a run of Jest: those that `./navette test` started, or our own when Jest is run by hand. They cost
 * about two seconds; data are not synced to disk, since a run that loses power is run again.
 */
export default async function setUp() {
  if (process.env['NAVETTE_TEST_SERVERS'] !== undefined) return;
  const dir = mkdtempSync(join(tmpdir(), 'navette-test-'));
  const servers = await startServers({
    dir,
    want: ['postgres', 'nats', 'redis', 'smtp'],
    settings: { postgres: { config: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' } } },
    install: 'yes',
    env: {},
  });
  const file = join(dir, 'servers.json');
  writeFileSync(file, JSON.stringify(addressesOf(servers)), { mode: 0o600 });
  process.env['NAVETTE_TEST_SERVERS'] = file;
  globalThis.navetteTestServers = { servers, dir };
}
