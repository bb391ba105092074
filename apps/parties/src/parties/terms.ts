import type { BillingTerms, PricingTerms } from '@navette/contracts/parties/v1/service';
import { applyingBilling, applyingPricing, BILLING_FIELDS, PRICING_FIELDS } from './inherited-terms.js';
import { defineErrors, DomainError, isUuid, Money, Rate, type FieldError } from '@navette/kernel';

export const termsErrors = defineErrors('parties', {
  'terms.invalid': 'invalid',
  'terms.not-accepted': { kind: 'invalid', params: ['accepted'] },
  'terms.out-of-range': { kind: 'invalid', params: ['min', 'max'] },
  'terms.account-wrong': 'invalid',
  'terms.bands-start-at-zero': 'invalid',
  'terms.bands-rise': 'invalid',
  'terms.coefficient-positive': 'invalid',
  'terms.amount-negative': 'invalid',
  'terms.discount-fraction': 'invalid',
  'terms.discount-empty': 'invalid',
  'terms.discount-twice': 'invalid',
  'terms.no-supplier': 'invalid',
  'terms.no-manufacturer': 'invalid',
  'terms.no-representative': 'invalid',
  'terms.too-long': { kind: 'invalid', params: ['max'] },
});

const BILLING_TYPES = ['none', 'pro_forma', 'invoice_now', 'billable_delivery_note'] as const;
const VAT_REGIMES = ['domestic', 'intra_eu', 'export', 'exempt'] as const;
const CHANNELS = ['platform', 'email', 'file'] as const;
const PRICE_CLASSES = ['public', 'professional_1', 'professional_2'] as const;

/**
 * What is inherited has its default here (PA-13).
 * @throws DomainError `parties.terms.invalid` with every field that is not accepted (PA-2).
 */
export function checkedBillingTerms(input: BillingTerms): BillingTerms {
  const fields: FieldError[] = [];
  const terms = applyingBilling({ ...input, inherited: inheritedOf(fields, input, BILLING_FIELDS) }, {});
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
  const footerDiscount = terms.footerDiscount && fraction(fields, '/footerDiscount', terms.footerDiscount);
  within(fields, '/printCopies', terms.printCopies, 0, 9);
  for (const [field, max] of [
    ['printTemplate', 40],
    ['chorusServiceCode', 100],
  ] as const) {
    if (terms[field].length > max) fields.push(termsErrors.field(`/${field}`, 'terms.too-long', { max }));
  }
  if (fields.length > 0) throw termsErrors.error('terms.invalid', {}, fields);
  return { ...terms, footerDiscount };
}

/**
 * What is inherited has its default here (PA-13).
 * @throws DomainError `parties.terms.invalid` with every field that is not accepted (PA-9, ST-5).
 */
export function checkedPricingTerms(input: PricingTerms): PricingTerms {
  const fields: FieldError[] = [];
  const terms = applyingPricing({ ...input, inherited: inheritedOf(fields, input, PRICING_FIELDS) }, {});
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
  if (terms.priceClass !== '') among(fields, '/priceClass', terms.priceClass, PRICE_CLASSES);
  checkDiscounts(fields, terms.discounts);
  if (fields.length > 0) throw termsErrors.error('terms.invalid', {}, fields);
  return terms;
}

function checkDiscounts(fields: FieldError[], discounts: PricingTerms['discounts']): void {
  const seen = new Set<string>();
  discounts.forEach(({ supplierPartyId, manufacturerPartyId, discount, coefficient }, i) => {
    const pointer = `/discounts/${i}`;
    const of = `${supplierPartyId}/${manufacturerPartyId}`;
    if (seen.has(of)) fields.push(termsErrors.field(`${pointer}/supplierPartyId`, 'terms.discount-twice'));
    seen.add(of);
    if (discount === '' && coefficient === '') {
      fields.push(termsErrors.field(`${pointer}/discount`, 'terms.discount-empty'));
    }
    if (coefficient !== '') positive(fields, `${pointer}/coefficient`, coefficient);
    if (discount !== '') fraction(fields, `${pointer}/discount`, discount);
  });
}

/**
 * PA-3, PA-18: that whom terms name are parties of the station, and sell parts or make appliances.
 * @param kindsOf kinds of a party; undefined where there is none
 * @param at where the terms are in the input
 * @throws DomainError `parties.terms.invalid` with every field that names another
 */
export function checkNamedParties(
  { discounts, coefficientsOfPartyId }: PricingTerms,
  kindsOf: ReadonlyMap<string, readonly string[]>,
  at = '',
): void {
  const fields: FieldError[] = [];
  const isOf = (id: string, ...kinds: string[]) => id === '' || kindsOf.get(id)?.some((kind) => kinds.includes(kind));
  discounts.forEach(({ supplierPartyId, manufacturerPartyId }, i) => {
    if (!isOf(supplierPartyId, 'supplier', 'manufacturer')) {
      fields.push(termsErrors.field(`${at}/discounts/${i}/supplierPartyId`, 'terms.no-supplier'));
    }
    if (!isOf(manufacturerPartyId, 'manufacturer')) {
      fields.push(termsErrors.field(`${at}/discounts/${i}/manufacturerPartyId`, 'terms.no-manufacturer'));
    }
  });
  if (!isOf(coefficientsOfPartyId, 'supplier', 'manufacturer')) {
    fields.push(termsErrors.field(`${at}/coefficientsOfPartyId`, 'terms.no-supplier'));
  }
  if (fields.length > 0) throw termsErrors.error('terms.invalid', {}, fields);
}

/**
 * PA-13: that who sells to a customer does so for the station, and still does unless it is who did before.
 * @param isActive whether whom the terms name is an active representative of the station
 * @param at where the terms are in the input
 * @throws DomainError `parties.terms.invalid`
 */
export function checkRepresentative(
  { representativeId }: BillingTerms,
  before: BillingTerms | undefined,
  isActive: boolean,
  at = '',
): void {
  if (isActive || representativeId === '' || representativeId === before?.representativeId) return;
  throw termsErrors.error('terms.invalid', {}, [
    termsErrors.field(`${at}/representativeId`, 'terms.no-representative'),
  ]);
}

/** The parties that terms name. */
export function namedParties({ discounts, coefficientsOfPartyId }: PricingTerms): string[] {
  const named = discounts.flatMap(({ supplierPartyId, manufacturerPartyId }) => [supplierPartyId, manufacturerPartyId]);
  return [...new Set([...named, coefficientsOfPartyId])].filter(isUuid);
}

/** The inherited fields that there are, each once, in the order of the contract. */
function inheritedOf<Field extends string>(
  fields: FieldError[],
  { inherited }: { inherited: readonly string[] },
  accepted: readonly Field[],
): Field[] {
  if (!inherited.every((name) => accepted.includes(name as Field))) {
    fields.push(termsErrors.field('/inherited', 'terms.not-accepted', { accepted }));
  }
  return accepted.filter((field) => inherited.includes(field));
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

/** @returns a fraction of 1 as it is kept; empty for none */
function fraction(fields: FieldError[], pointer: string, value: string): string {
  const rate = decimal(fields, pointer, () => Rate.parse(value));
  if (rate === undefined) return '';
  if (rate.isNegative() || rate.compare(Rate.one) > 0)
    fields.push(termsErrors.field(pointer, 'terms.discount-fraction'));
  return rate.isZero() ? '' : rate.toString();
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
