import { defineErrors, isSiret, type FieldError } from '@navette/kernel';
import type { Address } from '@navette/contracts/common/v1/common';
import type { Contact, Party } from '@navette/contracts/parties/v1/service';
import { newTerms } from './inherited-terms.js';
import { acceptedPhones, phoneOf, USUAL_REGION, type Phone, type PhoneRegion } from './phone.js';
import { isAlphaCode, typedAlphaCode } from './alpha-code.js';
import { cleanVatNumber, isVatNumber, sirenOf } from './vat-number.js';

export const partyErrors = defineErrors('parties', {
  'party.invalid': 'invalid',
  'party.not-found': 'not-found',
  'party.changed-meanwhile': { kind: 'stale', params: ['expected', 'actual'] },
  'party.kind-required': { kind: 'invalid', params: ['accepted'] },
  'party.kind-not-accepted': { kind: 'invalid', params: ['accepted', 'kind'] },
  'party.name-required': 'invalid',
  'party.too-long': { kind: 'invalid', params: ['max'] },
  'party.siret-wrong': 'invalid',
  'party.vat-number-wrong': 'invalid',
  'party.vat-number-of-another': { kind: 'invalid', params: ['siren'] },
  'party.channel-not-accepted': { kind: 'invalid', params: ['accepted', 'channel'] },
  'party.language-not-accepted': { kind: 'invalid', params: ['accepted'] },
  'party.phone-wrong': { kind: 'invalid', params: ['accepted', 'phone'] },
  'party.alpha-code-wrong': 'invalid',
  'party.listed': { kind: 'invalid', params: ['listed'] },
  'party.email-wrong': { kind: 'invalid', params: ['email'] },
  'party.country-wrong': { kind: 'invalid', params: ['country'] },
  'party.one-default-contact': 'invalid',
  'party.contact-name-required': 'invalid',
  'party.suspension-reason': { kind: 'invalid', params: ['max'] },
  'party.merged': 'precondition',
  'party.erased': 'precondition',
  'erasure.open-work': { kind: 'precondition', params: ['files', 'orders', 'drafts'] },
  'erasure.supplier': 'precondition',
  'merge.with-itself': 'invalid',
  'merge.consumers-only': 'precondition',
  'merge.supplier-stays': 'precondition',
});

export const PARTY_KINDS = ['consumer', 'reseller', 'supplier', 'manufacturer', 'other'] as const;
const LANGUAGES = ['fr', 'en'] as const;
const CHANNELS = ['mail', 'sms'] as const;

const REASON_MAX = 500;

/** @throws DomainError `parties.party.suspension-reason` */
export function checkedSuspensionReason(input: string): string {
  const reason = input.trim();
  if (reason !== '' && reason.length <= REASON_MAX && !reason.includes('\0')) return reason;
  const params = { max: REASON_MAX };
  const field = partyErrors.field('/reason', 'party.suspension-reason', params);
  throw partyErrors.error('party.suspension-reason', params, [field]);
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

/** How a station came by a party (PA-10, PA-11, PA-15). */
export type PartySource = 'by_hand' | 'on_the_way' | 'import' | 'system';

/**
 * A new party ready to be kept, with the terms it starts with (PA-1, PA-18); a manufacturer is a supplier until somebody says
 * otherwise (PA-10).
 * @throws DomainError `parties.party.invalid` with every field that is not accepted.
 */
export function newParty(
  input: Party,
  source: PartySource,
  region: PhoneRegion = USUAL_REGION,
): { party: Party; phones: Phone[] } {
  const { party, phones } = checkedParty(input, region);
  const { billing, pricing } = newTerms();
  const terms = { billingTerms: billing, pricingTerms: pricing, customerFamilyId: '', supplierFamilyId: '' };
  const state = { source, suspended: false, suspensionReason: '', mergedInto: '', mergedParties: [], erasedAt: '' };
  const kinds = party.kinds.includes('manufacturer') ? [...new Set([...party.kinds, 'supplier'])] : party.kinds;
  const pricingToSetUp = kinds.includes('supplier');
  return { party: { ...party, kinds, pricingToSetUp, ...terms, ...state }, phones };
}

/** What a description that nobody has checked can be compared by; what can't be read is left out. */
export function comparable(input: Party, region: PhoneRegion): { party: Party; phones: Phone[] } {
  return { party: input, phones: input.phones.flatMap((typed) => phoneOf(typed, region) ?? []) };
}

/** What is said of a party, or of somebody who is checked as one. */
type Described = Pick<
  Party,
  | 'kinds'
  | 'civility'
  | 'name'
  | 'firstName'
  | 'alphaCode'
  | 'siret'
  | 'vatNumber'
  | 'language'
  | 'phones'
  | 'emails'
  | 'mainAddress'
  | 'billingAddress'
  | 'deliveryAddress'
  | 'contacts'
  | 'tags'
  | 'comment'
  | 'refusedChannels'
>;

/**
 * The common data of a party ready to be kept: trimmed, phones normalised, numbers checked, one contact the default
 * (PA-1). Terms are left as given.
 * @param region of the station: phones without a country are of it (PA-12)
 * @throws DomainError `parties.party.invalid` with every field that is not accepted.
 */
export function checkedParty<P extends Described>(input: P, region: PhoneRegion): { party: P; phones: Phone[] } {
  const fields: FieldError[] = [];
  const refuse = (field: FieldError) => fields.push(field);
  const text = (pointer: string, value: string, max: number) => {
    const trimmed = value.trim();
    if (trimmed.length > max) refuse(partyErrors.field(pointer, 'party.too-long', { max }));
    return trimmed;
  };
  const phoneAt = (pointer: string, typed: string) => {
    const phone = phoneOf(typed.trim(), region);
    if (phone === undefined) {
      refuse(partyErrors.field(pointer, 'party.phone-wrong', { phone: typed, accepted: acceptedPhones(region) }));
    }
    return phone;
  };
  const emailAt = (pointer: string, email: string) => {
    const trimmed = email.trim();
    if (!isEmail(trimmed)) refuse(partyErrors.field(pointer, 'party.email-wrong', { email }));
    return trimmed;
  };
  const addressAt = (pointer: string, given: Address | undefined): Address | undefined => {
    if (given === undefined) return undefined;
    const address = {
      line1: text(`${pointer}/line1`, given.line1, 200),
      line2: text(`${pointer}/line2`, given.line2, 200),
      postcode: text(`${pointer}/postcode`, given.postcode, 100),
      city: text(`${pointer}/city`, given.city, 200),
      country: given.country.trim().toUpperCase() || 'FR',
    };
    if (!/^[A-Z]{2}$/.test(address.country)) {
      refuse(partyErrors.field(`${pointer}/country`, 'party.country-wrong', { country: given.country }));
    }
    const { country: _country, ...lines } = address;
    return Object.values(lines).every((line) => line === '') ? undefined : address;
  };
  const contactAt = (pointer: string, { name, role, phone, email, isDefault }: Contact): Contact => {
    const contact = { name: text(`${pointer}/name`, name, 200), role: text(`${pointer}/role`, role, 100), isDefault };
    if (contact.name === '') refuse(partyErrors.field(`${pointer}/name`, 'party.contact-name-required'));
    return {
      ...contact,
      phone: phone.trim() && (phoneAt(`${pointer}/phone`, phone)?.national ?? ''),
      email: email.trim() && emailAt(`${pointer}/email`, email),
    };
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
  const alphaCode = kinds.includes('manufacturer') ? typedAlphaCode(input.alphaCode) : '';
  if (alphaCode !== '' && !isAlphaCode(alphaCode)) refuse(partyErrors.field('/alphaCode', 'party.alpha-code-wrong'));
  const siret = input.siret.replace(/\s/g, '');
  if (siret !== '' && !isSiret(siret)) refuse(partyErrors.field('/siret', 'party.siret-wrong'));
  const vatNumber = cleanVatNumber(input.vatNumber);
  const siren = siret.slice(0, 9);
  if (vatNumber !== '' && !isVatNumber(vatNumber)) refuse(partyErrors.field('/vatNumber', 'party.vat-number-wrong'));
  else if (siren !== '' && (sirenOf(vatNumber) ?? siren) !== siren) {
    refuse(partyErrors.field('/vatNumber', 'party.vat-number-of-another', { siren }));
  }
  const language = input.language || 'fr';
  if (!(LANGUAGES as readonly string[]).includes(language)) {
    refuse(partyErrors.field('/language', 'party.language-not-accepted', { accepted: LANGUAGES }));
  }
  const refusedChannels = [...new Set(input.refusedChannels)].sort();
  for (const channel of refusedChannels) {
    if (!(CHANNELS as readonly string[]).includes(channel)) {
      refuse(partyErrors.field('/refusedChannels', 'party.channel-not-accepted', { channel, accepted: CHANNELS }));
    }
  }
  const phones = input.phones
    .flatMap((typed, i) => phoneAt(`/phones/${i}`, typed) ?? [])
    .filter(({ e164 }, i, all) => all.findIndex((other) => other.e164 === e164) === i);
  const emails = input.emails
    .map((email, i) => emailAt(`/emails/${i}`, email))
    .filter((email, i, all) => all.findIndex((other) => normalisedEmail(other) === normalisedEmail(email)) === i);
  const contacts = input.contacts.map((contact, i) => contactAt(`/contacts/${i}`, contact));
  const defaults = contacts.filter(({ isDefault }) => isDefault).length;
  if (defaults > 1) refuse(partyErrors.field('/contacts', 'party.one-default-contact'));
  const party: P = {
    ...input,
    kinds,
    name,
    alphaCode,
    firstName: text('/firstName', input.firstName, 100),
    civility: text('/civility', input.civility, 30),
    comment: text('/comment', input.comment, 10_000),
    siret,
    vatNumber,
    language,
    refusedChannels,
    emails,
    phones: phones.map(({ national }) => national),
    mainAddress: addressAt('/mainAddress', input.mainAddress),
    billingAddress: addressAt('/billingAddress', input.billingAddress),
    deliveryAddress: addressAt('/deliveryAddress', input.deliveryAddress),
    contacts: contacts.map((contact, i) => (defaults === 0 && i === 0 ? { ...contact, isDefault: true } : contact)),
    tags: [...new Set(input.tags.map((tag, i) => text(`/tags/${i}`, tag, 50)).filter((tag) => tag !== ''))],
  };
  if (fields.length > 0) throw partyErrors.error('party.invalid', {}, fields);
  return { party, phones };
}

/**
 * PA-10: what the network's list says of a party is not the station's to change.
 * @throws DomainError `parties.party.invalid` with every field that would be another
 */
export function refuseUnlisted(listed: Party, party: Party): void {
  if (listed.source !== 'system') return;
  const fields: FieldError[] = [];
  for (const field of ['name', 'alphaCode'] as const) {
    if (party[field] === listed[field]) continue;
    fields.push(partyErrors.field(`/${field}`, 'party.listed', { listed: listed[field] }));
  }
  if (!party.kinds.includes('manufacturer')) {
    fields.push(partyErrors.field('/kinds', 'party.listed', { listed: 'manufacturer' }));
  }
  if (fields.length > 0) throw partyErrors.error('party.invalid', {}, fields);
}

/** One @, something on both sides, a dot in the domain, no blanks: the rest is for the mail server to judge. */
function isEmail(email: string): boolean {
  return email.length <= 254 && /^[^\s@<>",;]+@[^\s@<>",;.]+(\.[^\s@<>",;.]+)+$/.test(email);
}
