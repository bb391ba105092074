import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Coalesced } from './use-coalesced.js';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

describe('WE-3 changes that come in hundreds', () => {
  it('are asked for at once, then once for all that came meanwhile', () => {
    const act = jest.fn();
    const coalesced = new Coalesced(act, 250);
    coalesced.call();
    expect(act).toHaveBeenCalledTimes(1);
    for (let i = 0; i < 100; i++) coalesced.call();
    expect(act).toHaveBeenCalledTimes(1);
    jest.advanceTimersByTime(250);
    expect(act).toHaveBeenCalledTimes(2);
    jest.advanceTimersByTime(1_000);
    expect(act).toHaveBeenCalledTimes(2);
    coalesced.call();
    expect(act).toHaveBeenCalledTimes(3);
  });

  it('are forgotten with the page that asked', () => {
    const act = jest.fn();
    const coalesced = new Coalesced(act, 250);
    coalesced.call();
    coalesced.call();
    coalesced.stop();
    jest.advanceTimersByTime(1_000);
    expect(act).toHaveBeenCalledTimes(1);
  });
});
