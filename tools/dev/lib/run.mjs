import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * @typedef {object} Outcome
 * @property {number} code 128 + n after a signal
 * @property {string} stdout empty unless captured
 * @property {string} stderr empty unless captured
 */

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();

/** Ends what `run` has under way: after a signal to us alone, it would go on without us. */
export async function endRunning() {
  const ends = [...running].map((child) => {
    const end = new Promise((resolve) => child.once('close', resolve));
    child.kill('SIGTERM');
    return end;
  });
  await Promise.race([Promise.all(ends), delay(5_000)]);
}

/**
 * Runs a program to its end. Captured unless `show`: then both its streams go to our stderr, since our stdout is kept
 * for results.
 *
 * @param {string} program
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, show?: boolean, stdout?: 'inherit', input?: 'inherit', timeoutMs?: number }} [options]
 * @returns {Promise<Outcome>}
 */
export function run(program, args, options = {}) {
  const { cwd, env = process.env, show = false, stdout, input, timeoutMs } = options;
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      ...(cwd ? { cwd } : {}),
      ...(timeoutMs ? { timeout: timeoutMs, killSignal: 'SIGKILL' } : {}),
      env,
      stdio: [input ?? 'ignore', stdout ?? (show ? 2 : 'pipe'), show ? 2 : 'pipe'],
    });
    running.add(child);
    const captured = { stdout: '', stderr: '' };
    child.stdout?.setEncoding('utf8').on('data', (text) => (captured.stdout += text));
    child.stderr?.setEncoding('utf8').on('data', (text) => (captured.stderr += text));
    const end = (/** @type {Outcome} */ outcome) => {
      running.delete(child);
      resolve(outcome);
    };
    child.once('error', (error) => end({ code: 127, stdout: '', stderr: error.message }));
    child.once('close', (code, signal) =>
      end({ code: code ?? (signal ? 128 + constants.signals[signal] : 1), ...captured }),
    );
  });
}
