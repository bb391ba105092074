const FREE_FAILURES = 5;
const FIRST_SECONDS = 30;
const MOST_SECONDS = 900;
/** A login that was left alone for so long starts anew. */
export const FORGOTTEN_HOURS = 24;

/**
 * How long a login waits after so many failures in a row (ID-5): not at all before the fifth, then 30 s, 1 min, 2 min … and
 * never more than 15 min, so that nobody is kept out for good by somebody else's guesses. What comes meanwhile is refused
 * unseen and does not count.
 * @returns seconds
 */
export function lockSeconds(failures: number): number {
  if (failures < FREE_FAILURES) return 0;
  return Math.min(FIRST_SECONDS * 2 ** (failures - FREE_FAILURES), MOST_SECONDS);
}
