import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * A process is known by its number AND the moment it started: numbers are used again.
 *
 * @typedef {{ pid: number, startTime: string }} ProcessId
 */

/**
 * When the process started, in the kernel's own count; null if there is no such process (or only its zombie).
 *
 * @param {number} pid
 * @returns {string | null}
 */
export function startTimeOf(pid) {
  return process.platform === 'linux' ? startTimeFromProc(pid) : startTimeFromPs(pid);
}

/** @param {number} pid */
function startTimeFromProc(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The command name stands in parentheses and may hold spaces: count fields from the last parenthesis.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? null : (fields[19] ?? null);
  } catch {
    return null;
  }
}

/** @param {number} pid */
function startTimeFromPs(pid) {
  try {
    const out = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { stdio: ['ignore', 'pipe', 'ignore'] });
    return out.toString().trim() || null;
  } catch {
    return null;
  }
}

/**
 * @param {number} pid of a process known to be alive, such as one just spawned
 * @returns {ProcessId}
 */
export function identify(pid) {
  return { pid, startTime: startTimeOf(pid) ?? 'gone' };
}

export const self = () => identify(process.pid);

/** @param {ProcessId | null | undefined} id */
export function isAlive(id) {
  return id != null && startTimeOf(id.pid) === id.startTime;
}

/**
 * Sends a signal to exactly this process; says whether it was there.
 *
 * @param {ProcessId} id
 * @param {NodeJS.Signals} signal
 */
export function signalProcess(id, signal) {
  if (!isAlive(id)) return false;
  try {
    process.kill(id.pid, signal);
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ESRCH') return false;
    throw error;
  }
}

/**
 * @param {ProcessId} id
 * @param {number} timeoutMs
 * @returns {Promise<boolean>} whether it is gone
 */
export async function waitForEnd(id, timeoutMs) {
  const until = Date.now() + timeoutMs;
  while (isAlive(id)) {
    if (Date.now() > until) return false;
    await delay(20);
  }
  return true;
}

/**
 * Asks the process to end, then makes it.
 *
 * @param {ProcessId} id
 * @param {{ signals?: NodeJS.Signals[], graceMs?: number }} [options] signals to try in turn before SIGKILL
 */
export async function endProcess(id, { signals = ['SIGTERM'], graceMs = 10_000 } = {}) {
  for (const signal of signals) {
    if (!signalProcess(id, signal)) return;
    if (await waitForEnd(id, graceMs)) return;
  }
  signalProcess(id, 'SIGKILL');
  await waitForEnd(id, 5_000);
}
