import { describe, expect, it } from '@jest/globals';
import { cleanVatNumber, isVatNumber, sirenOf } from './vat-number.js';

describe('PA-1 a VAT number', () => {
  it.each([
    ['FR 96 552 100 554', 'FR96552100554'],
    ['fr-96.552100554', 'FR96552100554'],
    ['FRX1552100554', 'FRX1552100554'],
    ['BE 0403.170.701', 'BE0403170701'],
    ['DE 129 273 398', 'DE129273398'],
    ['ATU14695209', 'ATU14695209'],
    ['ESA28015865', 'ESA28015865'],
    ['NL004495445B01', 'NL004495445B01'],
    ['CHE-116.281.710', 'CHE116281710'],
  ])('is taken as %s', (typed, cleaned) => {
    expect(cleanVatNumber(typed)).toBe(cleaned);
    expect(isVatNumber(cleaned)).toBe(true);
  });

  it.each([
    ['a wrong key', 'FR97552100554'],
    ['a wrong SIREN', 'FR96552100555'],
    ['a SIREN alone', '552100554'],
    ['too short for its country', 'DE12927339'],
    ['letters where its country has digits', 'BE0403170A01'],
    ['an odd sign', 'FR96552100554!'],
    ['a country alone', 'FR'],
    ['nothing', ''],
  ])('with %s is refused', (_title, cleaned) => {
    expect(isVatNumber(cleaned)).toBe(false);
  });

  it('of a French company holds its SIREN', () => {
    expect(sirenOf('FR96552100554')).toBe('552100554');
    expect(sirenOf('DE129273398')).toBeUndefined();
  });
});
