import { describe, expect, it } from '@jest/globals';
import { fractionOf, percentOf, plain } from './decimals.js';

describe('PA-3 a discount in a form', () => {
  it.each([
    ['0.1250', '12.5'],
    ['0.3000', '30'],
    ['1.0000', '100'],
    ['0.0005', '0.05'],
    ['', ''],
  ])('of %s is shown as %s percent', (fraction, percent) => {
    expect(percentOf(fraction)).toBe(percent);
  });

  it.each([
    ['12,5', '0.125'],
    ['30', '0.3'],
    ['100', '1.0'],
    ['0,05', '0.0005'],
    ['-5', '-0.05'],
    ['dix', 'dix'],
    ['', ''],
  ])('typed as %s is sent as %s', (percent, fraction) => {
    expect(fractionOf(percent)).toBe(fraction);
  });
});

describe('WE-5 an amount in a field', () => {
  it.each([
    ['42.5000', '42.5'],
    ['100.0000', '100'],
    ['100', '100'],
    ['0.0000', '0'],
    ['', ''],
  ])('of %s is typed over as %s', (amount, typed) => {
    expect(plain(amount)).toBe(typed);
  });
});
