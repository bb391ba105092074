import type { Schema } from '@navette/api-client';
import type { documentHeader } from '@navette/api-schema';
import type { z } from 'zod';
import { fractionOf, percentOf } from '../i18n/decimals.js';
import type { Translate } from '../i18n/use-text.js';

export type Header = Schema<'DocumentHeader'>;
type Party = Schema<'Party'>;
type Given = z.output<typeof documentHeader>;
/** A header as a form has it: every field is there, the discount in percent. */
export type HeaderValues = { [Name in keyof Given]-?: Exclude<Given[Name], undefined> };
export type HeaderField = keyof HeaderValues;

const ADDRESSES = ['mainAddress', 'billingAddress', 'deliveryAddress'] as const;
/** What the record of a party has too, and may be told of. */
export const IDENTITY = ['civility', 'name', 'firstName', 'phone', 'email', ...ADDRESSES] as const;
export const REGIMES = ['domestic', 'intra_eu', 'export', 'exempt'] as const;
export const METHODS = ['transfer', 'direct_debit', 'card', 'cheque', 'cash'] as const;

export const NO_ADDRESS = { line1: '', line2: '', postcode: '', city: '', country: '' };
type Address = typeof NO_ADDRESS;

export const NO_HEADER: HeaderValues = {
  civility: '',
  name: '',
  firstName: '',
  phone: '',
  email: '',
  mainAddress: { ...NO_ADDRESS, country: 'FR' },
  billingAddress: NO_ADDRESS,
  deliveryAddress: NO_ADDRESS,
  paymentDays: 0,
  endOfMonth: false,
  dayOfMonth: 0,
  paymentMethod: '',
  footerDiscount: '',
  vatRegime: 'domestic',
  printTemplate: '',
  printCopies: 0,
  chorusServiceCode: '',
  representativeId: '',
};

export function valuesOfHeader(header: Header | undefined): HeaderValues {
  if (header === undefined) return NO_HEADER;
  const entries = Object.entries(NO_HEADER).map(([name, none]) => [name, header[name as HeaderField] ?? none]);
  return { ...(Object.fromEntries(entries) as HeaderValues), footerDiscount: percentOf(header.footerDiscount ?? '') };
}

const isFilled = ({ line1, line2, postcode, city }: Address): boolean => [line1, line2, postcode, city].some(Boolean);

/** What is sent: without the addresses that are empty. */
export function sentOfHeader(values: HeaderValues): Header {
  const { mainAddress, billingAddress, deliveryAddress, ...rest } = values;
  return {
    ...rest,
    footerDiscount: fractionOf(values.footerDiscount),
    ...(isFilled(mainAddress) && { mainAddress }),
    ...(isFilled(billingAddress) && { billingAddress }),
    ...(isFilled(deliveryAddress) && { deliveryAddress }),
  };
}

export const addressText = ({ line1, line2, postcode, city }: Address): string =>
  [line1, line2, `${postcode} ${city}`.trim()].filter(Boolean).join(', ');

/** A value of a header in the reader's words. @param nameOf what a representative is called */
export function headerText(
  t: Translate,
  values: HeaderValues,
  field: HeaderField,
  nameOf: (representativeId: string) => string = String,
): string {
  const value = values[field];
  if (field === 'representativeId') return nameOf(values.representativeId);
  if (typeof value === 'object') return addressText(value);
  if (typeof value === 'boolean') return t(value ? 'trade.header.yes' : 'trade.header.no');
  if (field === 'vatRegime') return t(`parties.billing.vat-regime.${String(value)}`);
  if (field === 'paymentMethod' && METHODS.some((one) => one === value)) {
    return t(`parties.billing.method.${String(value)}`);
  }
  if (field === 'footerDiscount' && value !== '') return t('trade.header.percent', { discount: value });
  // None of a day of the month or of copies is said by nothing; no days to pay are said.
  return value === 0 && field !== 'paymentDays' ? '' : String(value);
}

/** Fields in which two headers differ, each in words. */
export function headerDifferences(
  t: Translate,
  mine: HeaderValues,
  theirs: HeaderValues,
  among: readonly HeaderField[] = Object.keys(NO_HEADER) as HeaderField[],
  nameOf?: (representativeId: string) => string,
) {
  return among
    .map((field) => ({
      field,
      label: t(`trade.header.${field}`),
      mine: headerText(t, mine, field, nameOf),
      theirs: headerText(t, theirs, field, nameOf),
    }))
    .filter((one) => one.mine !== one.theirs);
}

/** The record of a party with what a document says in some fields; its other phones and e-mails stay. */
export function partyWith(party: Party, header: Header, fields: readonly HeaderField[]): Party {
  const first = (value: string, others: readonly string[]) => [value, ...others.slice(1)].filter(Boolean);
  const changed = { ...party };
  for (const field of fields) {
    if (field === 'phone') changed.phones = first(header.phone ?? '', party.phones);
    else if (field === 'email') changed.emails = first(header.email ?? '', party.emails);
    else Object.assign(changed, { [field]: header[field] });
  }
  return changed;
}

/** What a document for a party says of it, without its terms. */
export const identityOf = (party: Party): HeaderValues =>
  valuesOfHeader({ ...NO_HEADER, ...party, phone: party.phones[0] ?? '', email: party.emails[0] ?? '' } as Header);
