import type { billingTerms } from '@navette/api-schema';
import type { z } from 'zod';
import { fractionOf, percentOf } from '../../shared/i18n/decimals.js';

/** Terms as the form has them: the discount in percent. */
export type Billing = z.output<typeof billingTerms>;

export const valuesOfBilling = (terms: Billing): Billing => ({
  ...terms,
  footerDiscount: percentOf(terms.footerDiscount),
});

export const sentOfBilling = (values: Billing): Billing => ({
  ...values,
  footerDiscount: fractionOf(values.footerDiscount),
});
