import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { removeServerData } from '../servers/remove.mjs';
import { readJson, writePrivateJson } from './files.mjs';
import { privateDir, stateDir } from './paths.mjs';
import { isAlive, self, startTimeOf } from './processes.mjs';

/**
 * Each test run has a folder of its own, `.navette/test-<pid>`, which says whose it is. It goes when the run ends; what
 * a killed run left goes at the next start.
 */

const OWNER = 'owner.json';

/** @param {string} [dir] */
export async function testFolder(dir = stateDir) {
  await removeLeftovers(dir);
  const folder = privateDir(join(dir, `test-${process.pid}`));
  writePrivateJson(join(folder, OWNER), self());
  return { dir: folder, remove: () => removeFolder(folder) };
}

/** Folders whose run is dead. @param {string} [dir] */
export function leftovers(dir = stateDir) {
  if (!existsSync(dir)) return [];
  return readdirSync(dir)
    .filter((name) => /^test-\d+$/.test(name))
    .map((name) => join(dir, name))
    .filter(isAbandoned);
}

/** @param {string} [dir] */
export async function removeLeftovers(dir = stateDir) {
  for (const folder of leftovers(dir)) await removeFolder(folder);
}

/** @param {string} folder */
function isAbandoned(folder) {
  const owner = readJson(join(folder, OWNER));
  if (owner) return !isAlive(owner);
  // Killed before it could sign: nobody's, unless a process with that number lives.
  return startTimeOf(Number(folder.slice(folder.lastIndexOf('-') + 1))) === null;
}

/** Ends what still runs in it, then removes it. @param {string} folder */
async function removeFolder(folder) {
  for (const dir of serverFolders(folder)) await removeServerData(dir);
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

/** Servers of a test run may lie some folders deep: a set for each suite, one for each worker. @param {string} folder @returns {string[]} */
function serverFolders(folder, depth = 3) {
  const isOne = ['processes.json', 'credentials.json'].some((file) => existsSync(join(folder, file)));
  const inside = depth === 0 ? [] : readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return [...(isOne ? [folder] : []), ...inside.flatMap(({ name }) => serverFolders(join(folder, name), depth - 1))];
}
