import { join } from 'node:path';
import { endNoted } from '../lib/ledger.mjs';
import { removeContainers } from './docker.mjs';
import { removeDataFolder } from './postgres-user.mjs';

/**
 * Ends what still runs on a data folder and removes what may lie outside of it; the folder itself is the caller's.
 *
 * @param {string} dir
 */
export async function removeServerData(dir) {
  await endNoted(dir);
  await removeContainers(dir, true);
  removeDataFolder(join(dir, 'postgres', 'data'));
}
