import type { Party } from '../party-values.js';

/** Why the rows that a person selected can't be merged; undefined where they are two consumers that can be (PA-8). */
export function notToMerge(rows: readonly Party[]): 'two' | 'consumers-only' | 'merged-already' | 'erased' | undefined {
  if (rows.length !== 2) return 'two';
  if (rows.some(({ kinds }) => !kinds.includes('consumer'))) return 'consumers-only';
  if (rows.some(({ mergedInto }) => mergedInto !== '')) return 'merged-already';
  return rows.some(({ erasedAt }) => erasedAt !== '') ? 'erased' : undefined;
}
