import { describe, expect, it } from '@jest/globals';
import { lockSeconds } from './sign-in-lock.js';

describe('ID-5 lock-out', () => {
  it('begins with the fifth failure, doubles, and never exceeds a quarter of an hour', () => {
    expect([0, 1, 4].map(lockSeconds)).toEqual([0, 0, 0]);
    expect([5, 6, 7, 8, 9].map(lockSeconds)).toEqual([30, 60, 120, 240, 480]);
    expect([10, 11, 1_000, 100_000].map(lockSeconds)).toEqual([900, 900, 900, 900]);
  });
});
