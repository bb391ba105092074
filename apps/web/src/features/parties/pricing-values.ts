import type { pricingTerms } from '@navette/api-schema';
import type { z } from 'zod';
import type { Party } from './party-values.js';

/** Terms as the form has them: discounts in percent, and a choice where the edge has no id. */
export type Pricing = z.output<typeof pricingTerms>;

/** The choice that stands for no id: every supplier, every manufacturer, its own coefficients. */
export const ALL = 'all';

/** `0.1250` → `12.5`, `0.3000` → `30`. */
export const percentOf = (fraction: string): string => moved(fraction, 'right').replace(/\.0$/, '');

/** `12,5` → `0.125`; what is no number is for the edge to refuse. */
export const fractionOf = (percent: string): string => moved(percent.trim().replace(',', '.'), 'left');

/** Decimal text with its point two places to the right, or to the left, exactly. */
function moved(text: string, to: 'right' | 'left'): string {
  const [, sign = '', whole = '', part = ''] = /^(-?)(\d+)(?:\.(\d*))?$/.exec(text) ?? [];
  if (whole === '') return text;
  const [left, right] = [whole.padStart(3, '0'), part.padEnd(2, '0')];
  const [units, rest] =
    to === 'right' ? [left + right.slice(0, 2), right.slice(2)] : [left.slice(0, -2), left.slice(-2) + right];
  return `${sign}${units.replace(/^0+(?=\d)/, '')}.${rest.replace(/0+$/, '') || '0'}`;
}

export function valuesOfPricing({ pricingTerms }: Party): Pricing {
  return {
    ...pricingTerms,
    coefficientsOfPartyId: pricingTerms.coefficientsOfPartyId || ALL,
    discounts: pricingTerms.discounts.map(({ supplierPartyId, manufacturerPartyId, discount, coefficient }) => ({
      supplierPartyId: supplierPartyId || ALL,
      manufacturerPartyId: manufacturerPartyId || ALL,
      discount: percentOf(discount),
      coefficient,
    })),
  };
}

const idOf = (choice: string) => (choice === ALL ? '' : choice);
/** A decimal comma is as good as a point. */
const decimal = (text: string) => text.trim().replace(',', '.');

export function sentOfPricing(values: Pricing): Pricing {
  return {
    ...values,
    professionalCoefficient1: decimal(values.professionalCoefficient1),
    professionalCoefficient2: decimal(values.professionalCoefficient2),
    minimumOrder: decimal(values.minimumOrder),
    shippingCharge: decimal(values.shippingCharge),
    bands: values.bands.map(({ from, coefficient }) => ({ from: decimal(from), coefficient: decimal(coefficient) })),
    coefficientsOfPartyId: idOf(values.coefficientsOfPartyId),
    discounts: values.discounts.map(({ supplierPartyId, manufacturerPartyId, discount, coefficient }) => ({
      supplierPartyId: idOf(supplierPartyId),
      manufacturerPartyId: idOf(manufacturerPartyId),
      discount: fractionOf(discount),
      coefficient: decimal(coefficient),
    })),
  };
}
