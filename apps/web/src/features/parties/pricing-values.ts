import type { pricingTerms } from '@navette/api-schema';
import type { z } from 'zod';
import { decimal, fractionOf, percentOf } from '../../shared/i18n/decimals.js';
import type { Party } from './party-values.js';

/** Terms as the form has them: discounts in percent, and a choice where the edge has no id. */
export type Pricing = z.output<typeof pricingTerms>;

/** The choice that stands for no id: every supplier, every manufacturer, its own coefficients. */
export const ALL = 'all';

export function valuesOfPricing({ pricingTerms }: Pick<Party, 'pricingTerms'>): Pricing {
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
