import { setTimeout as delay } from 'node:timers/promises';
import { interruption } from '../../dev/lib/cleanup.mjs';

const [SHORTEST_MS, LONGEST_MS] = [200, 2_000];
/** Looking takes its share of the machine that does the work: pauses are this many times as long as the look. */
const PAUSE_PER_LOOK = 4;
const LONGEST_PAUSE_MS = 5_000;

/**
 * Repeats `round` until it says that nothing is left, as long as something still happens: `patience` seconds in which its
 * figure stays the same end it.
 *
 * @param {number} patience seconds
 * @param {() => Promise<{ reached: number, over: boolean }>} round
 * @returns {Promise<boolean>} false when patience ran out
 */
export async function untilOver(patience, round) {
  let best = -1;
  let moved = Date.now();
  for (let wait = SHORTEST_MS; ; wait = Math.min(wait * 1.5, LONGEST_MS)) {
    interruption.signal.throwIfAborted();
    const began = Date.now();
    const { reached, over } = await round();
    const took = Date.now() - began;
    if (over) return true;
    if (reached !== best) {
      [best, moved, wait] = [reached, Date.now(), SHORTEST_MS];
    } else if (Date.now() - moved > patience * 1_000) return false;
    const pause = Math.max(wait, Math.min(took * PAUSE_PER_LOOK, LONGEST_PAUSE_MS));
    await delay(pause, undefined, { signal: interruption.signal });
  }
}
