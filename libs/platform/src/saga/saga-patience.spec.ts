import { describe, expect, it } from '@jest/globals';
import { DEFAULT_PATIENCE, dueOf, nextLook, type Patience } from './saga-patience.js';

const CONFIRM: Patience = { askAgainSeconds: [30, 120, 600], giveUpSeconds: 1_800, operatorSeconds: 86_400 };

/** Every moment at which an item is looked at when nobody ever answers. */
function looks(patience: Patience, most: number): number[] {
  const moments: number[] = [];
  for (let waited = 0; moments.length < most && dueOf(patience, waited) === 'ask-again';) {
    moments.push((waited = nextLook(patience, waited)));
  }
  return moments;
}

describe('ST-24 patience of a step', () => {
  it('asks again after 30 s, 2 min and 10 min, counted from the first time, and gives up after 30 min', () => {
    expect(looks(CONFIRM, 10)).toEqual([30, 120, 600, 1_200, 1_800]);
    expect(dueOf(CONFIRM, 1_799.999)).toBe('ask-again');
    expect(dueOf(CONFIRM, 1_800)).toBe('give-up');
  });

  it('goes on every 10 min where it may not be given up, until a person is called', () => {
    const moments = looks(DEFAULT_PATIENCE, 1_000);
    expect(moments.slice(0, 5)).toEqual([30, 120, 600, 1_200, 1_800]);
    expect(moments.at(-1)).toBe(86_400);
    expect(dueOf(DEFAULT_PATIENCE, 86_400)).toBe('call-operator');
  });

  it('asks once for all that was slept through', () => {
    expect(nextLook(CONFIRM, 130)).toBe(600);
    expect(nextLook(DEFAULT_PATIENCE, 3_700)).toBe(4_200);
  });

  it('may never ask again', () => {
    expect(looks({ askAgainSeconds: [], operatorSeconds: 60 }, 10)).toEqual([60]);
  });
});
