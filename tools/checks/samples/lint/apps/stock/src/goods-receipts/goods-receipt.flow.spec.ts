// Named `.flow.spec` so that no runner takes it for a test: flows run from /flows only.
import { describe, it } from '@jest/globals';

describe('goods receipts', () => {}); // refused: navette/test-titles

it.each([1])('adds up to %d', () => {}); // refused: navette/test-titles

describe('ST-24 a validated receipt allocates its parts', () => {
  it('in the order of the needs', () => {});
  it.only('and nothing else', () => {}); // refused: navette/no-focused-tests
});
