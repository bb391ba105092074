import type { Product } from '@navette/contracts/stock/v1/products';
import { defineErrors, gtinCheckDigit, isGtin, type FieldError } from '@navette/kernel';

export const productErrors = defineErrors('stock', {
  'product.invalid': 'invalid',
  'product.not-found': 'not-found',
  'product.changed-meanwhile': { kind: 'stale', params: ['expected', 'actual'] },
  'product.text-length': { kind: 'invalid', params: ['min', 'max'] },
  'product.no-letter-or-digit': 'invalid',
  'product.entry-unknown': 'invalid',
  'product.gtin-wrong': 'invalid',
  'product.check-digit-wrong': { kind: 'invalid', params: ['expected'] },
  'product.year-wrong': { kind: 'invalid', params: ['min', 'max'] },
  'product.years-reversed': 'invalid',
  'product.reference-taken': 'invalid',
  'product.gtin-taken': 'invalid',
});

const TEXTS = {
  commercialReference: [1, 60],
  technicalReference: [0, 60],
  designation: [0, 200],
  comment: [0, 10_000],
} as const;
const YEARS = { min: 1900, max: 2100 };

/** A model of appliance as it is kept. */
export type CheckedProduct = Omit<Product, 'id' | 'version' | 'brandLabel' | 'typeLabel'>;

/** What of a reference is compared: `wfe-114 w` is found as `WFE114W`. */
export const looseReference = (typed: string): string => typed.toUpperCase().replace(/[^A-Z0-9]+/g, '');

/** @throws DomainError `stock.product.invalid` with every field that is not accepted (ST-1) */
export function checkedProduct(input: Product): CheckedProduct {
  const fields: FieldError[] = [];
  const texts = Object.fromEntries(
    Object.entries(TEXTS).map(([name, [min, max]]) => {
      const text = input[name as keyof typeof TEXTS].trim();
      if (text.length < min || text.length > max || text.includes('\0'))
        fields.push(productErrors.field(`/${name}`, 'product.text-length', { min, max }));
      return [name, text];
    }),
  ) as Record<keyof typeof TEXTS, string>;
  if (texts.commercialReference !== '' && looseReference(texts.commercialReference) === '')
    fields.push(productErrors.field('/commercialReference', 'product.no-letter-or-digit'));
  const gtin = input.gtin.replaceAll(' ', '');
  if (gtin !== '') {
    const expected = gtinCheckDigit(gtin.slice(0, -1));
    if (!isGtin(gtin)) fields.push(productErrors.field('/gtin', 'product.gtin-wrong'));
    else if (!gtin.endsWith(expected)) fields.push(productErrors.field('/gtin', 'product.check-digit-wrong', { expected })); // prettier-ignore
  }
  const { firstYear, lastYear } = input;
  for (const [name, year] of Object.entries({ firstYear, lastYear }))
    if (year !== 0 && (year < YEARS.min || year > YEARS.max))
      fields.push(productErrors.field(`/${name}`, 'product.year-wrong', YEARS));
  if (firstYear !== 0 && lastYear !== 0 && firstYear > lastYear)
    fields.push(productErrors.field('/lastYear', 'product.years-reversed'));
  if (fields.length > 0) throw invalidProduct(fields);
  const { brandId, typeId, active } = input;
  return { brandId, typeId, ...texts, gtin, firstYear, lastYear, active };
}

export const invalidProduct = (fields: readonly FieldError[]) => productErrors.error('product.invalid', {}, fields);
