import { defineErrors, isSiret, type FieldError } from '@navette/kernel';
import { parsePhoneNumberFromString } from 'libphonenumber-js';
import type { Party } from '@navette/contracts/parties/v1/service';

export const partyErrors = defineErrors('parties', {
  'party.invalid': 'invalid',
  'party.not-found': 'not-found',
  'party.changed-meanwhile': { kind: 'conflict', params: ['expected', 'actual'] },
  'party.kind-required': { kind: 'invalid', params: ['accepted'] },
  'party.kind-not-accepted': { kind: 'invalid', params: ['accepted', 'kind'] },
  'party.name-required': 'invalid',
  'party.too-long': { kind: 'invalid', params: ['max'] },
  'party.siret-wrong': 'invalid',
  'party.language-not-accepted': { kind: 'invalid', params: ['accepted'] },
  'party.phone-wrong': { kind: 'invalid', params: ['phone'] },
  'party.email-wrong': { kind: 'invalid', params: ['email'] },
  'party.country-wrong': { kind: 'invalid', params: ['country'] },
  'party.one-default-contact': 'invalid',
});

export const PARTY_KINDS = ['consumer', 'reseller', 'supplier', 'manufacturer', 'other'] as const;
const LANGUAGES = ['fr', 'en'] as const;

/** A phone as it was typed, and as it is compared and dialled. */
export interface Phone {
  readonly typed: string;
  readonly e164: string;
}

/** Phone number in E.164, read as a French one where it has no country (PA-12); undefined where it is none. */
export function phoneOf(typed: string): Phone | undefined {
  const parsed = parsePhoneNumberFromString(typed, 'FR');
  return parsed?.isPossible() === true ? { typed, e164: parsed.number } : undefined;
}

/** Form of a name in which two spellings compare equal: no accents, no case, single blanks, letters and digits only. */
export function normalised(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

export function normalisedEmail(email: string): string {
  return email.trim().toLowerCase();
}

/**
 * A party ready to be kept: trimmed, phones normalised, defaults set (PA-1, PA-18).
 * @throws DomainError `parties.party.invalid` with every field that is not accepted.
 */
export function newParty(input: Party): { party: Party; phones: Phone[] } {
  const fields: FieldError[] = [];
  const refuse = (field: FieldError) => fields.push(field);
  const text = (pointer: string, value: string, max: number) => {
    const trimmed = value.trim();
    if (trimmed.length > max) refuse(partyErrors.field(pointer, 'party.too-long', { max }));
    return trimmed;
  };

  const kinds = [...new Set(input.kinds)];
  if (kinds.length === 0) refuse(partyErrors.field('/kinds', 'party.kind-required', { accepted: PARTY_KINDS }));
  for (const kind of kinds) {
    if (!(PARTY_KINDS as readonly string[]).includes(kind)) {
      refuse(partyErrors.field('/kinds', 'party.kind-not-accepted', { kind, accepted: PARTY_KINDS }));
    }
  }
  const name = text('/name', input.name, 200);
  if (name === '') refuse(partyErrors.field('/name', 'party.name-required'));
  const siret = input.siret.replace(/\s/g, '');
  if (siret !== '' && !isSiret(siret)) refuse(partyErrors.field('/siret', 'party.siret-wrong'));
  const language = input.language || 'fr';
  if (!(LANGUAGES as readonly string[]).includes(language)) {
    refuse(partyErrors.field('/language', 'party.language-not-accepted', { accepted: LANGUAGES }));
  }
  const phones = input.phones.flatMap((typed, i) => {
    const phone = phoneOf(typed);
    if (phone === undefined) refuse(partyErrors.field(`/phones/${i}`, 'party.phone-wrong', { phone: typed }));
    return phone ?? [];
  });
  const emails = input.emails.map((email, i) => {
    const trimmed = email.trim();
    if (!isEmail(trimmed)) refuse(partyErrors.field(`/emails/${i}`, 'party.email-wrong', { email }));
    return trimmed;
  });
  if (input.contacts.filter((contact) => contact.isDefault).length > 1) {
    refuse(partyErrors.field('/contacts', 'party.one-default-contact'));
  }
  for (const usage of ['mainAddress', 'billingAddress', 'deliveryAddress'] as const) {
    const country = input[usage]?.country ?? '';
    if (country !== '' && !/^[A-Z]{2}$/.test(country)) {
      refuse(partyErrors.field(`/${usage}/country`, 'party.country-wrong', { country }));
    }
  }
  const party: Party = {
    ...input,
    kinds,
    name,
    firstName: text('/firstName', input.firstName, 100),
    civility: text('/civility', input.civility, 30),
    vatNumber: text('/vatNumber', input.vatNumber, 20),
    comment: text('/comment', input.comment, 10_000),
    siret,
    language,
    emails,
    phones: phones.map(({ typed }) => typed),
    tags: [...new Set(input.tags.map((tag) => tag.trim()).filter((tag) => tag !== ''))],
    billingTerms: defaultBillingTerms(),
    pricingTerms: emptyPricingTerms(),
  };
  if (fields.length > 0) throw partyErrors.error('party.invalid', {}, fields);
  return { party, phones };
}

/** One @, something on both sides, a dot in the domain, no blanks: the rest is for the mail server to judge. */
function isEmail(email: string): boolean {
  return email.length <= 254 && /^[^\s@<>",;]+@[^\s@<>",;.]+(\.[^\s@<>",;.]+)+$/.test(email);
}

function defaultBillingTerms(): NonNullable<Party['billingTerms']> {
  return {
    billingType: 'none',
    paymentDays: 0,
    endOfMonth: false,
    dayOfMonth: 0,
    paymentMethod: '',
    ledgerAccount: '',
    vatRegime: 'domestic',
  };
}

/** A supplier starts without coefficients, "to set up" until it has them (PA-18). */
function emptyPricingTerms(): NonNullable<Party['pricingTerms']> {
  return {
    bands: [],
    professionalCoefficient1: '',
    professionalCoefficient2: '',
    leadTimeDays: 0,
    minimumOrder: '',
    shippingCharge: '',
    orderingChannel: 'email',
  };
}
