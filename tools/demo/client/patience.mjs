import { setTimeout as delay } from 'node:timers/promises';
import { interruption } from '../../dev/lib/cleanup.mjs';

const [SHORTEST_MS, LONGEST_MS] = [200, 2_000];

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
    const { reached, over } = await round();
    if (over) return true;
    if (reached !== best) {
      [best, moved, wait] = [reached, Date.now(), SHORTEST_MS];
    } else if (Date.now() - moved > patience * 1_000) return false;
    await delay(wait, undefined, { signal: interruption.signal });
  }
}
