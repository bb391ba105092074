import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { endProcess, identify, isAlive, self } from './processes.mjs';

/**
 * The list of processes started for a folder. It is written the moment a process exists, so that whatever happens to
 * us, the next run finds what was left and ends exactly that.
 *
 * @typedef {{ name: string, pid: number, startTime: string, signal?: NodeJS.Signals, service?: boolean }} Entry
 * @typedef {{ owner: import('./processes.mjs').ProcessId | null, processes: Entry[] }} Content
 */

const FILE = 'processes.json';

/**
 * @param {string} dir
 * @returns {Content}
 */
export function readLedger(dir) {
  const file = join(dir, FILE);
  if (!existsSync(file)) return { owner: null, processes: [] };
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return { owner: null, processes: [] };
  }
}

/**
 * @param {string} dir
 * @param {Content} content
 */
function write(dir, content) {
  const draft = join(dir, `${FILE}.${process.pid}`);
  writeFileSync(draft, JSON.stringify(content), { mode: 0o600 });
  renameSync(draft, join(dir, FILE));
}

/**
 * @param {string} dir
 * @param {Entry} entry
 */
export function note(dir, entry) {
  const others = readLedger(dir).processes.filter((known) => known.name !== entry.name && isAlive(known));
  write(dir, { owner: self(), processes: [...others, entry] });
}

/**
 * Notes a process that someone else spawned, such as a service started by a test.
 *
 * @param {string} dir
 * @param {string} name
 * @param {number} pid
 */
export function noteService(dir, name, pid) {
  note(dir, { name, ...identify(pid), service: true });
}

/**
 * @param {string} dir
 * @param {string} name
 */
export function forget(dir, name) {
  const { owner, processes } = readLedger(dir);
  const rest = processes.filter((entry) => entry.name !== name);
  if (rest.length === processes.length) return;
  if (rest.length === 0) rmSync(join(dir, FILE), { force: true });
  else write(dir, { owner, processes: rest });
}

/**
 * Ends what the ledger names: the services first, then the servers they use.
 *
 * @param {string} dir
 * @returns {Promise<string[]>} names of what was still running
 */
export async function endNoted(dir) {
  const running = readLedger(dir).processes.filter(isAlive);
  const services = running.filter((entry) => entry.service);
  const servers = running.filter((entry) => !entry.service);
  for (const group of [services, servers]) {
    await Promise.all(group.map((entry) => endProcess(entry, { signals: [entry.signal ?? 'SIGTERM'] })));
  }
  rmSync(join(dir, FILE), { force: true });
  return [...services, ...servers].map((entry) => entry.name);
}
