import { describe, expect, it } from '@jest/globals';
import { gtinCheckDigit, isGtin } from './gtin.js';

describe('ST-1 a GTIN', () => {
  it.each(['96385074', '036000291452', '3017620422003', '4006381333931', '10012345678902'])('%s is whole', (code) => {
    expect([isGtin(code), gtinCheckDigit(code.slice(0, -1))]).toEqual([true, code.at(-1)]);
  });

  it('is told from a code of the station by its length', () => {
    expect(['1234567', '123456789', 'AB345678', '123456789012345'].filter(isGtin)).toEqual([]);
  });
});
