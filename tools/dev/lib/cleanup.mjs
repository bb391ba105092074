import { setMaxListeners } from 'node:events';
import { say } from './output.mjs';
import { endRunning } from './run.mjs';

/** What must be undone however a command ends: by its last line, by an error, by Ctrl-C. */

/** @type {(() => Promise<void> | void)[]} */
const pending = [];

/**
 * @param {() => Promise<void> | void} work
 * @returns {() => void} takes it back
 */
export function atEnd(work) {
  pending.push(work);
  return () => {
    const index = pending.indexOf(work);
    if (index >= 0) pending.splice(index, 1);
  };
}

/** Last registered first; one that fails does not keep the others from running. */
export async function cleanUp() {
  for (let work = pending.pop(); work; work = pending.pop()) {
    try {
      await work();
    } catch (error) {
      say(`while cleaning up: ${error instanceof Error ? error.message : error}`);
    }
  }
}

/**
 * On a signal everything is undone, then we leave with `code`; on a second one at once.
 *
 * @param {number} code
 */
export function endOnSignals(code) {
  let asked = false;
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, async () => {
      if (asked) process.exit(code);
      asked = true;
      interruption.abort();
      await endRunning();
      await cleanUp();
      process.exit(code);
    });
  }
}

/** Aborted by the first signal: loops look at it so as not to begin anything new. */
export const interruption = new AbortController();
// Every pause of every request under way listens to it.
setMaxListeners(0, interruption.signal);
