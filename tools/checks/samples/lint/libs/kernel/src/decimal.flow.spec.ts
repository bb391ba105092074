import { describe, it } from '@jest/globals';

/** A library has no requirement of its own. */
describe('Money', () => {
  it('is exact', () => {});
});

describe.only('Rate', () => {}); // refused: navette/no-focused-tests
