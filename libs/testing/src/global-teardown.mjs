import { rmSync } from 'node:fs';
import { removeServerData } from '../../../tools/dev/servers/index.mjs';

/** Stops and removes what `global-setup` started, and nothing else. */
export default async function tearDown() {
  const own = globalThis.navetteTestServers;
  if (own === undefined) return;
  await own.servers.stopAll();
  await own.containers?.stopAll();
  await removeServerData(own.dir);
  rmSync(own.dir, { recursive: true, force: true });
}
