import { describe, expect, it } from '@jest/globals';
import { graphOf, ticksTo } from './price-curve.js';

const bands = [
  { from: '0.00', coefficient: '3.1000' },
  { from: '15.00', coefficient: '2.0000' },
  { from: '25', coefficient: '2' },
];

describe('PA-9 the graph of the bands of a supplier', () => {
  it('rises within each band and tells the price on both sides of a bound', () => {
    const graph = graphOf(bands);
    expect(graph?.rises).toEqual([
      { from: 0, to: 15, fromSold: 0, toSold: 46.5 },
      { from: 15, to: 25, fromSold: 30, toSold: 50 },
      { from: 25, to: 37.5, fromSold: 50, toSold: 75 },
    ]);
    expect(graph?.steps).toEqual([{ at: '15.00', before: '46.50', after: '30.00' }]);
    expect([graph?.mostBought, graph?.mostSold]).toEqual([37.5, 75]);
  });

  it.each([
    ['there are no bands', []],
    ['the first does not begin at 0', [{ from: '5', coefficient: '2' }]],
    ['a bound is being typed', [...bands, { from: '', coefficient: '2' }]],
    ['bounds do not rise', [...bands, { from: '20', coefficient: '2' }]],
    ['a coefficient is none', [{ from: '0', coefficient: '0' }]],
  ])('is not drawn while %s', (_, wrong) => {
    expect(graphOf(wrong)).toBeUndefined();
  });

  it('has round figures on its axes', () => {
    expect(ticksTo(37.5)).toEqual([0, 10, 20, 30]);
    expect(ticksTo(75)).toEqual([0, 20, 40, 60]);
    expect(ticksTo(1200)).toEqual([0, 500, 1000]);
  });
});
