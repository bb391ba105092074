/** One of those that share a whole; `percent` are whole and make 100 together. */
export interface Share {
  /** Empty for all the others together. */
  readonly id: string;
  readonly count: number;
  readonly percent: number;
}

/**
 * How often each one occurs, the most frequent first, what is beyond `most` as one. Percents are spread by largest remainder,
 * so that they make 100 whatever is rounded.
 */
export function sharesOf(ids: readonly string[], most: number): Share[] {
  const counts = new Map<string, number>();
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  const sorted = [...counts].sort(([a, m], [b, n]) => n - m || a.localeCompare(b));
  const others = sorted.slice(most).reduce((sum, [, count]) => sum + count, 0);
  const shown = [...sorted.slice(0, most), ...(others > 0 ? [['', others] as const] : [])];
  const exact = shown.map(([, count]) => (count * 100) / ids.length);
  const percents = exact.map(Math.floor);
  const left = 100 - percents.reduce((sum, percent) => sum + percent, 0);
  const byRemainder = exact.map((_, i) => i).sort((a, b) => ((exact[b] ?? 0) % 1) - ((exact[a] ?? 0) % 1) || a - b);
  for (const i of byRemainder.slice(0, ids.length === 0 ? 0 : left)) percents[i] = (percents[i] ?? 0) + 1;
  return shown.map(([id, count], i) => ({ id, count, percent: percents[i] ?? 0 }));
}
