import { describe, expect, it } from '@jest/globals';
import { Quantity } from '@navette/kernel';
import fc from 'fast-check';
import {
  allocated,
  cancellation,
  isExhausted,
  orderState,
  outstanding,
  takesAllocation,
  type LineQuantities,
} from './customer-order.js';

type Texts = Partial<Record<'wanted' | 'given' | 'delivered' | 'cancelled' | 'cancelAsked', string>>;
const line = (texts: Texts = {}, more: Partial<LineQuantities> = {}): LineQuantities => ({
  kind: 'part',
  wanted: Quantity.parse(texts.wanted ?? '2'),
  given: Quantity.parse(texts.given ?? '0'),
  delivered: Quantity.parse(texts.delivered ?? '0'),
  cancelled: Quantity.parse(texts.cancelled ?? '0'),
  cancelAsked: Quantity.parse(texts.cancelAsked ?? '0'),
  onOrder: Quantity.zero,
  givenUp: false,
  ...more,
});

describe('BI-12 state of a customer order', () => {
  it.each([
    ['waiting', 'nothing is available', [line(), line()]],
    ['waiting', 'one part is exhausted and another may come', [line({}, { givenUp: true }), line()]],
    ['exhausted', 'no part can come any more', [line({}, { givenUp: true }), line({ cancelled: '2' })]],
    ['ready_partial', 'some is allocated', [line({ given: '1' }), line()]],
    [
      'waiting',
      'one supplier has none and another still owes some',
      [line({}, { givenUp: true, onOrder: Quantity.one })],
    ],
    [
      'exhausted',
      'what came is delivered, and no more comes',
      [line({ given: '1', delivered: '1' }, { givenUp: true })],
    ],
    [
      'ready_partial',
      'one line is allocated, the other exhausted',
      [line({ given: '2' }), line({}, { givenUp: true })],
    ],
    ['ready', 'all is allocated', [line({ given: '2' }), line({ given: '2' })]],
    [
      'ready',
      'all that was not cancelled is allocated',
      [line({ given: '1', cancelled: '1' }), line({ cancelled: '2' })],
    ],
    ['ready', 'the rest of a partial delivery is allocated', [line({ given: '2', delivered: '1' })]],
    ['waiting', 'what was allocated is delivered and more is wanted', [line({ given: '1', delivered: '1' })]],
    ['ready', 'special items are no stock', [line({}, { kind: 'special_item' })]],
    ['waiting', 'a special item does not make parts come', [line({}, { kind: 'special_item' }), line()]],
    ['cancelled', 'every quantity is cancelled', [line({ cancelled: '2' }), line({ cancelled: '2' })]],
    [
      'validated',
      'all that was not cancelled is delivered',
      [line({ given: '2', delivered: '2' }), line({ cancelled: '2' })],
    ],
  ] as const)('is %s when %s', (state, _why, lines) => {
    expect(orderState(lines)).toBe(state);
  });

  it('is told by exactly one of its rules, whatever the quantities', () => {
    const quantities = fc
      .record({
        wanted: fc.integer({ min: 1, max: 5 }),
        delivered: fc.integer({ min: 0, max: 5 }),
        cancelled: fc.integer({ min: 0, max: 5 }),
        given: fc.integer({ min: 0, max: 8 }),
        onOrder: fc.integer({ min: 0, max: 2 }),
        givenUp: fc.boolean(),
      })
      .filter(({ wanted, delivered, cancelled }) => delivered + cancelled <= wanted);
    fc.assert(
      fc.property(fc.array(quantities, { minLength: 1, maxLength: 4 }), (many) => {
        const lines = many.map(({ givenUp, onOrder, ...numbers }) =>
          line(Object.fromEntries(Object.entries(numbers).map(([name, n]) => [name, String(n)])), {
            givenUp,
            onOrder: Quantity.parse(String(onOrder)),
          }),
        );
        const state = orderState(lines);
        const left = lines.map(outstanding).filter((quantity) => quantity.isPositive());
        expect(left.length === 0).toBe(state === 'cancelled' || state === 'validated');
        if (state === 'ready') for (const one of lines) expect(String(allocated(one))).toBe(String(outstanding(one)));
        if (state === 'waiting' || state === 'exhausted') {
          for (const one of lines) expect(allocated(one).isZero()).toBe(true);
        }
        expect(orderState([...lines].reverse())).toBe(state);
      }),
    );
  });
});

it('BI-12 a line is exhausted as long as something is missing, and no longer', () => {
  expect(isExhausted(line({ given: '1' }, { givenUp: true }))).toBe(true);
  expect(isExhausted(line({ given: '2' }, { givenUp: true }))).toBe(false);
  expect(isExhausted(line({ given: '1', cancelled: '1' }, { givenUp: true }))).toBe(false);
});

describe('BI-46 cancelling a line', () => {
  it('cancels all that is left when no quantity is given', () => {
    expect(String(cancellation(line({ wanted: '5', delivered: '1', cancelled: '1' }), undefined))).toBe('3.0000');
  });

  it.each([
    ['more than is left', line(), '3', 'billing.customer-order-line.more-than-left'],
    ['when nothing is left', line({ delivered: '2' }), undefined, 'billing.customer-order-line.nothing-left'],
    [
      'while another cancellation is asked',
      line({ cancelAsked: '1' }),
      '1',
      'billing.customer-order-line.cancel-already-asked',
    ],
  ])('refuses %s', (_what, given, asked, code) => {
    expect(() => cancellation(given, asked === undefined ? undefined : Quantity.parse(asked))).toThrow(code);
  });

  it('declines parts once nothing is wanted any more, and not before', () => {
    expect(takesAllocation(line())).toBe(true);
    expect(takesAllocation(line({ cancelAsked: '1' }))).toBe(true);
    expect(takesAllocation(line({ cancelAsked: '2' }))).toBe(false);
    expect(takesAllocation(line({ cancelled: '1', delivered: '1' }))).toBe(false);
  });
});
