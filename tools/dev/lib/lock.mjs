import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Exit, Stop } from './exit.mjs';
import { say } from './output.mjs';
import { privateDir, stateDir } from './paths.mjs';
import { isAlive, self } from './processes.mjs';

/**
 * One run at a time for each lock. A lock names its holder by pid and start time, so one left by a dead run is known
 * for what it is and taken over.
 *
 * @typedef {import('./processes.mjs').ProcessId} ProcessId
 * @typedef {ProcessId & { command: string, since: string, detached?: boolean }} Holder
 *
 * @typedef {object} Lock
 * @property {() => void} release
 * @property {(to: ProcessId) => void} handOver gives it to a process that goes on after us
 */

/**
 * @param {string} name
 * @param {string} [dir]
 */
const fileOf = (name, dir = stateDir) => join(dir, `${name}.lock`);

/**
 * Who holds a lock now; null if nobody alive.
 *
 * @param {string} name
 * @param {string} [dir]
 * @returns {Holder | null}
 */
export function holderOf(name, dir) {
  const holder = read(fileOf(name, dir));
  return holder && isAlive(holder) ? holder : null;
}

/** @param {string} file @returns {Holder | null} */
function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

/**
 * Takes a lock or ends with {@link Exit.held}.
 *
 * @param {string} name
 * @param {{ dir?: string }} [options]
 * @returns {Lock}
 */
export function takeLock(name, { dir = stateDir } = {}) {
  const lock = tryLock(name, dir);
  if (lock) return lock;
  const holder = holderOf(name, dir);
  const who = holder ? `${describe(holder)}; ./navette down ends it` : 'it is just starting';
  throw new Stop(Exit.held, `another run holds this checkout: ${who}`);
}

/**
 * Takes a lock, waiting for as long as another run has it.
 *
 * @param {string} name
 * @param {{ dir?: string }} [options]
 */
export async function waitForLock(name, { dir = stateDir } = {}) {
  let told = false;
  for (;;) {
    const lock = tryLock(name, dir);
    if (lock) return lock;
    const holder = holderOf(name, dir);
    if (!told && holder) say(`waiting for ${describe(holder)}`);
    told = true;
    await delay(200);
  }
}

/** @param {Holder} holder */
export function describe({ pid, command, since, detached }) {
  return `${command}${detached ? ' --detach' : ''}, pid ${pid}, since ${since}`;
}

/**
 * @param {string} name
 * @param {string} dir
 * @returns {Lock | null}
 */
function tryLock(name, dir) {
  const file = fileOf(name, privateDir(dir));
  const holder = { ...self(), command: name, since: new Date().toISOString() };
  if (!create(file, holder) && !(takeAway(file) && create(file, holder))) return null;
  return {
    release: () => releaseOwn(file, holder),
    handOver: (to) => overwrite(file, { ...holder, ...to, detached: true }),
  };
}

/** Appears whole or not at all: a reader never sees half a lock. @param {string} file @param {Holder} holder */
function create(file, holder) {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(holder), { mode: 0o600 });
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/**
 * Removes the lock of a dead holder. It is moved aside first: if it turns out that another run was quicker and the file
 * was already that run's, it is put back.
 *
 * @param {string} file
 */
function takeAway(file) {
  const holder = read(file);
  if (holder && isAlive(holder)) return false;
  const aside = `${file}.stale.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch {
    return true;
  }
  const moved = read(aside);
  if (moved && isAlive(moved)) {
    renameSync(aside, file);
    return false;
  }
  rmSync(aside, { force: true });
  return true;
}

/** @param {string} file @param {Holder} holder */
function releaseOwn(file, holder) {
  const current = read(file);
  if (current?.pid === holder.pid && current.startTime === holder.startTime) rmSync(file, { force: true });
}

/** @param {string} file @param {Holder} holder */
function overwrite(file, holder) {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(holder), { mode: 0o600 });
  renameSync(draft, file);
}
