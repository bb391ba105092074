import { describe, expect, it } from '@jest/globals';
import { exampleOf, sampleIn } from './price-example.js';

const bands = [
  { from: '0.00', coefficient: '3.1000' },
  { from: '15.00', coefficient: '2.0000' },
];

describe('PA-9 what the bands of a supplier mean', () => {
  it.each([
    ['10', '31.00'],
    ['20', '40.00'],
    ['14,99', '46.47'],
    ['15.00', '30.00'],
    ['26', '52.00'],
  ])('a part bought at %s sells at %s', (bought, sold) => {
    expect(exampleOf(bands, bought)).toBe(sold);
  });

  it('is nothing without bands, for what is no price, or while a bound is being typed', () => {
    expect(exampleOf([], '10')).toBeUndefined();
    expect(exampleOf(bands, 'dix')).toBeUndefined();
    expect(exampleOf([{ from: '', coefficient: '2' }], '10')).toBeUndefined();
    expect(exampleOf([...bands, { from: 'x', coefficient: '9' }], '20')).toBe('40.00');
  });

  it('is shown for a price within each band', () => {
    expect([sampleIn(bands, 0), sampleIn(bands, 1)]).toEqual(['8.00', '25.00']);
  });
});
