import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { NearNames, trigramsOf } from './near-names.js';

/** The measure itself, between two names. */
function similarity(a: string, b: string): number {
  const [one, other] = [trigramsOf(a), trigramsOf(b)];
  const shared = [...one].filter((trigram) => other.has(trigram)).length;
  return shared / (one.size + other.size - shared);
}

describe('PA-7 PA-15 near names', () => {
  it('are made of the trigrams that pg_trgm shows', () => {
    // select show_trgm('petit jo')
    expect([...trigramsOf('petit jo')].sort()).toEqual(['  j', '  p', ' jo', ' pe', 'eti', 'it ', 'jo ', 'pet', 'tit']);
  });

  it('are found whatever the order of the words and a wrong letter, others are not', () => {
    const names = new NearNames([
      { id: '1', name: 'quaghebeur anais' },
      { id: '2', name: 'quagebeur anais' },
      { id: '3', name: 'martin anais' },
    ]);
    expect(names.near('anais quaghebeur')).toEqual(new Set(['1', '2']));
    expect(names.near('martin')).toEqual(new Set(['3']));
    expect(names.near('')).toEqual(new Set());
  });

  it('are all those that a comparison with everybody finds, and no other', () => {
    const word = fc.stringMatching(/^[abc]{1,6}$/);
    const name = fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join(' '));
    fc.assert(
      fc.property(fc.array(name, { maxLength: 30 }), name, (known, asked) => {
        const named = known.map((one, at) => ({ id: String(at), name: one }));
        const expected = named.filter((one) => similarity(one.name, asked) >= 0.5).map(({ id }) => id);
        expect([...new NearNames(named).near(asked)].sort()).toEqual(expected.sort());
      }),
    );
  });
});
