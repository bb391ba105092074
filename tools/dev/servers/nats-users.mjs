import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { readLedger } from '../lib/ledger.mjs';
import { waitForLock } from '../lib/lock.mjs';
import { isAlive, signalProcess } from '../lib/processes.mjs';
import { monitored } from './wire.mjs';

/**
 * Who may use a NATS server of ours. Installations share one under different prefixes, each with users of its own: a file
 * per prefix, from which the one that the server includes is made.
 *
 * @typedef {{ user: string, password: string, permissions?: object }} User
 */

/** Beside nats.conf. */
export const USERS_FILE = 'users.json';

const RELOAD_TIMEOUT = 10_000;

/** @param {string} dir @param {{ user: string, password: string }} login */
export function declareAdministrator(dir, login) {
  writeUsers(dir, ' administrator', [login]);
}

/**
 * Declares the users of one installation; resolves when every server knows them.
 *
 * @param {import('./index.mjs').ServerAddress} address
 * @param {string} prefix
 * @param {User[]} users
 */
export async function declareUsers({ userFolders = [] }, prefix, users) {
  for (const { dir, monitorPort } of userFolders) {
    const lock = await waitForLock('nats-users', { dir });
    try {
      writeUsers(dir, prefix, users);
      await reload(dir, monitorPort);
    } finally {
      lock.release();
    }
  }
}

/** @param {string} dir @param {string} prefix @param {User[]} users */
function writeUsers(dir, prefix, users) {
  const home = join(dir, 'nats');
  const folder = join(home, 'users');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(join(folder, `${prefix}.json`), JSON.stringify(users), { mode: 0o600 });
  /** @type {User[]} */
  const all = readdirSync(folder).flatMap((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')));
  const byName = new Map(all.map((one) => [one.user, one]));
  const draft = join(home, `${USERS_FILE}.draft`);
  writeFileSync(draft, JSON.stringify({ users: [...byName.values()] }, null, 1), { mode: 0o600 });
  renameSync(draft, join(home, USERS_FILE));
}

/** A server that is down reads them when it starts. @param {string} dir @param {number} monitorPort */
async function reload(dir, monitorPort) {
  const server = readLedger(dir).processes.find(({ name }) => name === 'nats');
  if (!server || !isAlive(server)) return;
  const before = (await monitored(monitorPort, '/varz'))?.['config_load_time'];
  signalProcess(server, 'SIGHUP');
  const until = Date.now() + RELOAD_TIMEOUT;
  while ((await monitored(monitorPort, '/varz'))?.['config_load_time'] === before) {
    if (Date.now() > until) throw new Error(`NATS refuses its new users: see its log (${dir})`);
    await delay(25);
  }
}
