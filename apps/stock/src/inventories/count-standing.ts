import type { Quantity } from '@navette/kernel';

/** The last figure of one counter for a line. */
export interface Figure {
  readonly quantity: Quantity;
  /** The last movement of the part when it arrived. */
  readonly sequence: string;
  /** Stock had moved since what the counter knew: nobody can say on which side of the movement it was counted. */
  readonly moved: boolean;
}

export type Standing =
  | { readonly standing: 'none' | 'recount' }
  | { readonly standing: 'counted'; readonly quantity: Quantity; readonly sequence: string };

/**
 * What counters agree on (ST-14). Of each counter the last figure speaks, whenever the others came, so that it does not
 * matter in which order phones that were cut off are heard. Figures from before the last movement that one of them knows are
 * of another stock and fall away. One counter is believed; where several differ, the figure of most of them, if at least two
 * have it and no other has as many: a blind recount decides, by one more counter or by one of the two changing their mind.
 */
export function standingOf(figures: readonly Figure[]): Standing {
  if (figures.length === 0) return { standing: 'none' };
  const sound = figures.filter(({ moved }) => !moved);
  const last = sound.reduce((highest, { sequence }) => (BigInt(sequence) > highest ? BigInt(sequence) : highest), -1n);
  const votes = new Map<string, { figure: Figure; count: number }>();
  for (const figure of sound) {
    if (BigInt(figure.sequence) !== last) continue;
    const key = figure.quantity.toString();
    votes.set(key, { figure, count: (votes.get(key)?.count ?? 0) + 1 });
  }
  const [first, second] = [...votes.values()].sort((a, b) => b.count - a.count);
  const decided = first !== undefined && (second === undefined || (first.count >= 2 && first.count > second.count));
  if (!decided) return { standing: 'recount' };
  return { standing: 'counted', quantity: first.figure.quantity, sequence: first.figure.sequence };
}
