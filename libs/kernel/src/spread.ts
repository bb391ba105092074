import { Money, type AnyDecimal } from './decimal.js';
import { defineErrors } from './errors.js';

const errors = defineErrors('kernel', {
  'spread.no-lines': { kind: 'invalid', params: [] },
  'spread.weights-cancel-out': { kind: 'invalid', params: [] },
});

/**
 * Spreads an amount over lines in proportion to their weights, in cents, by the largest remainder; equal remainders are
 * served in line order (decisions.md, "Spreading an amount"). Σ parts = amount, always.
 *
 * - A line of weight zero gets nothing, unless all weigh zero: then all lines weigh the same.
 * - `spread(−amount, weights)` and `spread(amount, −weights)` mirror: the parts of a credit note are the exact opposite.
 * - Weights of both signs are allowed (a document that takes a part back): a line against the total gets a part against
 *   the amount, and parts may exceed the whole.
 *
 * @throws DomainError `kernel.spread.no-lines` for a non-zero amount over nothing, `kernel.spread.weights-cancel-out` for
 *   one over weights of both signs whose sum is zero, `kernel.decimal.out-of-range`
 */
export function spread(amount: Money, weights: readonly AnyDecimal[]): Money[] {
  if (amount.isZero()) return weights.map(() => Money.zero);
  if (weights.length === 0) throw errors.error('spread.no-lines');
  let scaled = weights.map(tenThousandths);
  if (scaled.every((weight) => weight === 0n)) scaled = scaled.map(() => 1n);
  const sum = scaled.reduce((total, weight) => total + weight, 0n);
  if (sum === 0n) throw errors.error('spread.weights-cancel-out');

  // Worked on the positive amount and a positive sum, the signs put back at the end: this is what makes it symmetric.
  const cents = amount.cents();
  const whole = cents < 0n ? -cents : cents;
  const shares = scaled.map((weight, line) => {
    const product = whole * (sum < 0n ? -weight : weight);
    const divisor = sum < 0n ? -sum : sum;
    const remainder = ((product % divisor) + divisor) % divisor;
    return { line, part: (product - remainder) / divisor, remainder };
  });

  // Every remainder is below one cent: the cents left are fewer than the lines that have one.
  let left = whole - shares.reduce((total, { part }) => total + part, 0n);
  const byRemainder = [...shares].sort((a, b) => {
    if (a.remainder !== b.remainder) return a.remainder > b.remainder ? -1 : 1;
    return a.line - b.line;
  });
  for (const share of byRemainder) {
    if (left === 0n) break;
    share.part += 1n;
    left -= 1n;
  }
  return shares.map(({ part }) => Money.fromCents(cents < 0n ? -part : part));
}

/** The weight as an integer on one scale for the four types. */
function tenThousandths(weight: AnyDecimal): bigint {
  const [integer = '', fraction = ''] = weight.toString().split('.');
  return BigInt(integer + fraction.padEnd(4, '0'));
}
