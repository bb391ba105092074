import { describe, expect, it } from '@jest/globals';
import { declaredErrors, Temporal } from '@navette/kernel';
import {
  hasVat,
  isVatTerritory,
  vatCategories,
  vatRate,
  vatRatesOn,
  vatTerritories,
  type VatTerritory,
} from './index.js';
import { tariffStart, vatRows, withoutVat } from './vat-rates.js';

const today = Temporal.PlainDate.from('2026-03-01');

describe('BI-48 VAT rates', () => {
  it.each([
    ['mainland', ['20', '10', '5.5', '2.1']],
    ['corsica', ['20', '10', '5.5', '2.1']],
    ['guadeloupe', ['8.5', '2.1', '2.1']],
    ['martinique', ['8.5', '2.1', '2.1']],
    ['reunion', ['8.5', '2.1', '2.1']],
  ] as const)('of %s are %j by category', (territory, percents) => {
    const rates = vatCategories
      .slice(0, percents.length)
      .map((category) => vatRate(territory, category, today).percent());
    expect(rates).toEqual(percents);
  });

  it('lists the special rates of Corsica and overseas', () => {
    const special = (territory: VatTerritory) =>
      vatRatesOn(territory, today)
        .filter(({ category }) => category === 'special')
        .map(({ rate }) => rate.percent());
    expect(special('corsica')).toEqual(['0.9', '2.1', '10', '13']);
    expect(special('reunion')).toEqual(['1.05', '1.75']);
    expect(special('mainland')).toEqual([]);
  });

  it.each(['guyane', 'mayotte'] as const)('do not exist in %s', (territory) => {
    expect(hasVat(territory, today)).toBe(false);
    expect(vatRatesOn(territory, today)).toEqual([]);
    expect(() => vatRate(territory, 'standard', today)).toThrow('reference.vat-rate.not-applicable');
  });

  it('refuse a category that a territory does not have', () => {
    expect(hasVat('reunion', today)).toBe(true);
    expect(() => vatRate('reunion', 'super_reduced', today)).toThrow(
      expect.objectContaining({
        code: 'reference.vat-rate.no-such-category',
        params: { accepted: ['standard', 'intermediate', 'reduced'] },
      }),
    );
  });

  it('refuse a date before the tariff, and an unknown territory', () => {
    const dayBefore = Temporal.PlainDate.from(tariffStart).subtract({ days: 1 });
    expect(vatRate('mainland', 'standard', Temporal.PlainDate.from(tariffStart)).toString()).toBe('0.2000');
    expect(() => vatRate('mainland', 'standard', dayBefore)).toThrow('reference.vat-rate.date-not-covered');
    expect(() => hasVat('guyane', dayBefore)).toThrow('reference.vat-rate.date-not-covered');
    expect(() => vatRate('monaco' as VatTerritory, 'standard', today)).toThrow('reference.vat-rate.unknown-territory');
    expect(isVatTerritory('corsica')).toBe(true);
    expect(isVatTerritory('CORSICA')).toBe(false);
  });

  it('declare their errors', () => {
    expect(declaredErrors().filter(({ code }) => code.startsWith('reference.'))).toHaveLength(4);
  });
});

describe('the tariff', () => {
  it('says one thing for each territory and category on any day', () => {
    for (const territory of vatTerritories) {
      const own = vatRows.filter((row) => row.territories.includes(territory));
      const days = [...own, ...withoutVat].flatMap((row) => [row.from, row.until ?? row.from]);
      for (const day of days) {
        const entries = vatRatesOn(territory, Temporal.PlainDate.from(day));
        const categories = entries.map(({ category }) => category).filter((category) => category !== 'special');
        expect(new Set(categories).size).toBe(categories.length);
        expect(hasVat(territory, Temporal.PlainDate.from(day))).toBe(entries.length > 0);
      }
    }
  });
});
