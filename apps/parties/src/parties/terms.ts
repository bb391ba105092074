import type { BillingTerms, PricingTerms } from '@navette/contracts/parties/v1/service';
import { defineErrors, DomainError, Money, Rate, type FieldError } from '@navette/kernel';

export const termsErrors = defineErrors('parties', {
  'terms.invalid': 'invalid',
  'terms.not-accepted': { kind: 'invalid', params: ['accepted'] },
  'terms.out-of-range': { kind: 'invalid', params: ['min', 'max'] },
  'terms.account-wrong': 'invalid',
  'terms.bands-start-at-zero': 'invalid',
  'terms.bands-rise': 'invalid',
  'terms.coefficient-positive': 'invalid',
  'terms.amount-negative': 'invalid',
  'terms.too-long': { kind: 'invalid', params: ['max'] },
});

const BILLING_TYPES = ['none', 'pro_forma', 'invoice_now', 'billable_delivery_note'] as const;
const VAT_REGIMES = ['domestic', 'intra_eu', 'export', 'exempt'] as const;
const CHANNELS = ['platform', 'email', 'file'] as const;

/** @throws DomainError `parties.terms.invalid` with every field that is not accepted (PA-2). */
export function checkedBillingTerms(terms: BillingTerms): BillingTerms {
  const fields: FieldError[] = [];
  among(fields, '/billingType', terms.billingType, BILLING_TYPES);
  among(fields, '/vatRegime', terms.vatRegime, VAT_REGIMES);
  within(fields, '/paymentDays', terms.paymentDays, 0, 120);
  within(fields, '/dayOfMonth', terms.dayOfMonth, 0, 31);
  if (terms.ledgerAccount !== '' && !/^[0-9]{3}[0-9A-Z]{0,12}$/.test(terms.ledgerAccount)) {
    fields.push(termsErrors.field('/ledgerAccount', 'terms.account-wrong'));
  }
  if (terms.paymentMethod.length > 40) {
    fields.push(termsErrors.field('/paymentMethod', 'terms.too-long', { max: 40 }));
  }
  if (fields.length > 0) throw termsErrors.error('terms.invalid', {}, fields);
  return terms;
}

/** @throws DomainError `parties.terms.invalid` with every field that is not accepted (PA-9). */
export function checkedPricingTerms(terms: PricingTerms): PricingTerms {
  const fields: FieldError[] = [];
  let previous: Money | undefined;
  terms.bands.forEach((band, i) => {
    const from = decimal(fields, `/bands/${i}/from`, () => Money.parse(band.from));
    positive(fields, `/bands/${i}/coefficient`, band.coefficient);
    if (from === undefined) return;
    if (i === 0 && !from.isZero()) fields.push(termsErrors.field('/bands/0/from', 'terms.bands-start-at-zero'));
    if (previous !== undefined && from.compare(previous) <= 0) {
      fields.push(termsErrors.field(`/bands/${i}/from`, 'terms.bands-rise'));
    }
    previous = from;
  });
  if (terms.professionalCoefficient1 !== '')
    positive(fields, '/professionalCoefficient1', terms.professionalCoefficient1);
  if (terms.professionalCoefficient2 !== '')
    positive(fields, '/professionalCoefficient2', terms.professionalCoefficient2);
  for (const field of ['minimumOrder', 'shippingCharge'] as const) {
    if (terms[field] === '') continue;
    const amount = decimal(fields, `/${field}`, () => Money.parse(terms[field]));
    if (amount?.isNegative() === true) fields.push(termsErrors.field(`/${field}`, 'terms.amount-negative'));
  }
  within(fields, '/leadTimeDays', terms.leadTimeDays, 0, 365);
  among(fields, '/orderingChannel', terms.orderingChannel, CHANNELS);
  if (fields.length > 0) throw termsErrors.error('terms.invalid', {}, fields);
  return terms;
}

function among(fields: FieldError[], pointer: string, value: string, accepted: readonly string[]): void {
  if (!accepted.includes(value)) fields.push(termsErrors.field(pointer, 'terms.not-accepted', { accepted }));
}

function within(fields: FieldError[], pointer: string, value: number, min: number, max: number): void {
  if (value < min || value > max) fields.push(termsErrors.field(pointer, 'terms.out-of-range', { min, max }));
}

function positive(fields: FieldError[], pointer: string, value: string): void {
  const rate = decimal(fields, pointer, () => Rate.parse(value));
  if (rate !== undefined && (rate.isZero() || rate.isNegative())) {
    fields.push(termsErrors.field(pointer, 'terms.coefficient-positive'));
  }
}

function decimal<T>(fields: FieldError[], pointer: string, parse: () => T): T | undefined {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    fields.push({ pointer, code: error.code, params: error.params });
    return undefined;
  }
}
