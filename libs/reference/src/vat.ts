import { defineErrors, Rate, Temporal } from '@navette/kernel';
import { tariffStart, vatCategories, vatRows, vatTerritories, withoutVat } from './vat-rates.js';
import type { VatCategory, VatRow, VatTerritory } from './vat-rates.js';

export { vatCategories, vatTerritories, type VatCategory, type VatTerritory };

const errors = defineErrors('reference', {
  'vat-rate.unknown-territory': { kind: 'invalid', params: ['accepted'] },
  'vat-rate.no-such-category': { kind: 'invalid', params: ['accepted'] },
  'vat-rate.not-applicable': { kind: 'precondition', params: ['on', 'law'] },
  'vat-rate.date-not-covered': { kind: 'invalid', params: ['on', 'from'] },
});

/** A rate that exists in a territory on a date; `special` ones are for the operations that `law` names. */
export type VatRateEntry = { readonly category: VatCategory | 'special'; readonly rate: Rate; readonly law: string };

/** True for a territory code, as stored in a station or a party (ID-1, PA-19). */
export function isVatTerritory(text: string): text is VatTerritory {
  return (vatTerritories as readonly string[]).includes(text);
}

/**
 * Whether VAT applies in a territory on a date; it does not in Guyane and Mayotte (CGI art. 294), where a document
 * carries no rate rather than a rate of zero.
 * @throws DomainError `reference.vat-rate.unknown-territory`, `reference.vat-rate.date-not-covered`
 */
export function hasVat(territory: VatTerritory, on: Temporal.PlainDate): boolean {
  return lawWithoutVat(territory, on) === undefined;
}

/**
 * The VAT rate of a category for the totals of BI-1 and the VAT table of BI-48; the law of each is in `vat-rates.ts`.
 * @param on the date that decides the rate: when the tax falls due, which the caller knows
 * @throws DomainError `reference.vat-rate.unknown-territory`; `….date-not-covered` before the tariff of 2014;
 *   `….not-applicable` where there is no VAT; `….no-such-category` where that category has no rate
 */
export function vatRate(territory: VatTerritory, category: VatCategory, on: Temporal.PlainDate): Rate {
  const entries = vatRatesOn(territory, on);
  const law = lawWithoutVat(territory, on);
  if (law !== undefined) throw errors.error('vat-rate.not-applicable', { on: on.toString(), law });
  const entry = entries.find((candidate) => candidate.category === category);
  if (entry === undefined) {
    const accepted = vatCategories.filter((known) => entries.some((candidate) => candidate.category === known));
    throw errors.error('vat-rate.no-such-category', { accepted });
  }
  return entry.rate;
}

/**
 * Every rate of a territory on a date, special ones last; none where VAT does not apply.
 * @throws DomainError `reference.vat-rate.unknown-territory`, `reference.vat-rate.date-not-covered`
 */
export function vatRatesOn(territory: VatTerritory, on: Temporal.PlainDate): readonly VatRateEntry[] {
  assertKnown(territory, on);
  return vatRows
    .filter((row) => appliesTo(row, territory, on))
    .map(({ category, percent, law }) => ({ category, rate: Rate.fromPercent(percent), law }));
}

function lawWithoutVat(territory: VatTerritory, on: Temporal.PlainDate): string | undefined {
  assertKnown(territory, on);
  return withoutVat.find((row) => appliesTo(row, territory, on))?.law;
}

function appliesTo(
  row: Pick<VatRow, 'territories' | 'from' | 'until'>,
  territory: VatTerritory,
  on: Temporal.PlainDate,
): boolean {
  return (
    row.territories.includes(territory) &&
    Temporal.PlainDate.compare(on, row.from) >= 0 &&
    (row.until === undefined || Temporal.PlainDate.compare(on, row.until) < 0)
  );
}

function assertKnown(territory: VatTerritory, on: Temporal.PlainDate): void {
  if (!isVatTerritory(territory)) throw errors.error('vat-rate.unknown-territory', { accepted: vatTerritories });
  if (Temporal.PlainDate.compare(on, tariffStart) < 0) {
    throw errors.error('vat-rate.date-not-covered', { on: on.toString(), from: tariffStart });
  }
}
