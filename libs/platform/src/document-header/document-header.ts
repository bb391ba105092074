import type { Address, DocumentHeader } from '@navette/contracts/common/v1/common';
import type { BillingTerms, Party } from '@navette/contracts/parties/v1/service';
import { defineErrors, DomainError, Rate, type FieldError } from '@navette/kernel';

export const headerErrors = defineErrors('platform', {
  'header.invalid': 'invalid',
  'header.name-required': 'invalid',
  'header.too-long': { kind: 'invalid', params: ['max'] },
  'header.country-wrong': { kind: 'invalid', params: ['country'] },
  'header.not-accepted': { kind: 'invalid', params: ['accepted'] },
  'header.out-of-range': { kind: 'invalid', params: ['min', 'max'] },
  'header.discount-fraction': 'invalid',
  'header.no-representative': 'invalid',
});

const VAT_REGIMES = ['domestic', 'intra_eu', 'export', 'exempt'];

/** At most so many characters, as of a party. */
const LENGTHS = {
  civility: 30,
  name: 200,
  firstName: 100,
  phone: 40,
  email: 254,
  paymentMethod: 40,
  printTemplate: 40,
  chorusServiceCode: 100,
  representativeId: 36,
} as const;

/** What a document for a party begins with (PA-19). */
export function headerOf(party: Party): DocumentHeader {
  const { civility, name, firstName, mainAddress, billingAddress, deliveryAddress } = party;
  const [phone = ''] = party.phones;
  const [email = ''] = party.emails;
  const identity = { civility, name, firstName, phone, email, mainAddress, billingAddress, deliveryAddress };
  return { ...identity, ...headerTermsOf(party.billingTerms) };
}

/** How a document for a party is paid and printed, of its terms; the default where it has none. */
export function headerTermsOf(terms: BillingTerms | undefined) {
  return {
    paymentDays: terms?.paymentDays ?? 0,
    endOfMonth: terms?.endOfMonth ?? false,
    dayOfMonth: terms?.dayOfMonth ?? 0,
    paymentMethod: terms?.paymentMethod ?? '',
    footerDiscount: terms?.footerDiscount ?? '',
    vatRegime: terms?.vatRegime || 'domestic',
    printTemplate: terms?.printTemplate ?? '',
    printCopies: terms?.printCopies ?? 0,
    chorusServiceCode: terms?.chorusServiceCode ?? '',
    representativeId: terms?.representativeId ?? '',
  };
}

/**
 * A header as somebody has changed it, ready to be kept: trimmed, addresses without a line left out.
 * @param at where it stands in what was sent: `/header`
 * @throws DomainError `platform.header.invalid` with every field that is not accepted
 */
export function checkedHeader(input: DocumentHeader, at = ''): DocumentHeader {
  const fields: FieldError[] = [];
  const text = (pointer: string, value: string, max: number) => {
    const trimmed = value.trim();
    if (trimmed.length > max || trimmed.includes('\0')) {
      fields.push(headerErrors.field(`${at}/${pointer}`, 'header.too-long', { max }));
    }
    return trimmed;
  };
  const within = (name: 'paymentDays' | 'dayOfMonth' | 'printCopies', max: number) => {
    const value = input[name];
    if (value > max) fields.push(headerErrors.field(`${at}/${name}`, 'header.out-of-range', { min: 0, max }));
    return value;
  };
  const addressAt = (name: 'mainAddress' | 'billingAddress' | 'deliveryAddress'): Address | undefined => {
    const given = input[name];
    if (given === undefined) return undefined;
    const lines = {
      line1: text(`${name}/line1`, given.line1, 200),
      line2: text(`${name}/line2`, given.line2, 200),
      postcode: text(`${name}/postcode`, given.postcode, 100),
      city: text(`${name}/city`, given.city, 200),
    };
    const country = given.country.trim().toUpperCase() || 'FR';
    if (!/^[A-Z]{2}$/.test(country)) {
      const params = { country: given.country };
      fields.push(headerErrors.field(`${at}/${name}/country`, 'header.country-wrong', params));
    }
    return Object.values(lines).every((line) => line === '') ? undefined : { ...lines, country };
  };
  const texts = Object.fromEntries(
    Object.entries(LENGTHS).map(([name, max]) => [name, text(name, input[name as keyof typeof LENGTHS], max)]),
  ) as Record<keyof typeof LENGTHS, string>;
  if (texts.name === '') fields.push(headerErrors.field(`${at}/name`, 'header.name-required'));
  const vatRegime = input.vatRegime || 'domestic';
  if (!VAT_REGIMES.includes(vatRegime)) {
    fields.push(headerErrors.field(`${at}/vatRegime`, 'header.not-accepted', { accepted: VAT_REGIMES }));
  }
  const header: DocumentHeader = {
    ...texts,
    mainAddress: addressAt('mainAddress'),
    billingAddress: addressAt('billingAddress'),
    deliveryAddress: addressAt('deliveryAddress'),
    paymentDays: within('paymentDays', 120),
    endOfMonth: input.endOfMonth,
    dayOfMonth: within('dayOfMonth', 31),
    footerDiscount: discountOf(fields, `${at}/footerDiscount`, input.footerDiscount),
    vatRegime,
    printCopies: within('printCopies', 9),
  };
  if (fields.length > 0) throw headerErrors.error('header.invalid', {}, fields);
  return header;
}

function discountOf(fields: FieldError[], pointer: string, typed: string): string {
  if (typed.trim() === '') return '';
  try {
    const discount = Rate.parse(typed);
    if (discount.isNegative() || discount.compare(Rate.one) > 0) {
      fields.push(headerErrors.field(pointer, 'header.discount-fraction'));
    }
    return discount.isZero() ? '' : discount.toString();
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    fields.push({ pointer, code: error.code, params: error.params });
    return '';
  }
}
