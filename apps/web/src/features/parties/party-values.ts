import { newParty } from '@navette/api-schema';
import type { Schema } from '@navette/api-client';
import type { z } from 'zod';

export type Party = Schema<'Party'>;

/** What a person can edit of a party; a form has every field, so none is optional. */
type Given = z.output<typeof newParty>;
export type PartyValues = { [Name in keyof Given]-?: Exclude<Given[Name], undefined> };

const NO_ADDRESS = { line1: '', line2: '', postcode: '', city: '', country: '' };

export const emptyParty = (kinds: readonly string[]): PartyValues => ({
  kinds: [...kinds],
  civility: '',
  alphaCode: '',
  name: '',
  firstName: '',
  siret: '',
  vatNumber: '',
  language: 'fr',
  phones: [''],
  emails: [''],
  mainAddress: { ...NO_ADDRESS, country: 'FR' },
  billingAddress: NO_ADDRESS,
  deliveryAddress: NO_ADDRESS,
  contacts: [],
  tags: [],
  comment: '',
  refusedChannels: [],
});

/** The editable part of what the server holds. */
export function valuesOf(party: Party): PartyValues {
  const none = emptyParty([]);
  const entries = Object.keys(none).map((name) => {
    const held = party[name as keyof Party];
    return [name, held ?? none[name as keyof PartyValues]];
  });
  return Object.fromEntries(entries) as PartyValues;
}

type Address = PartyValues['mainAddress'];
export const isFilled = (address: Address): boolean =>
  [address.line1, address.line2, address.postcode, address.city].some(Boolean);

type Addresses = 'mainAddress' | 'billingAddress' | 'deliveryAddress';

/** What is sent: without the empty lines of a form. */
export function sentOf(values: PartyValues): Omit<PartyValues, Addresses> & Partial<Pick<PartyValues, Addresses>> {
  const { mainAddress, billingAddress, deliveryAddress, ...rest } = values;
  return {
    ...rest,
    phones: values.phones.filter((phone) => phone.trim() !== ''),
    emails: values.emails.filter((email) => email.trim() !== ''),
    ...(isFilled(mainAddress) && { mainAddress }),
    ...(isFilled(billingAddress) && { billingAddress }),
    ...(isFilled(deliveryAddress) && { deliveryAddress }),
  };
}

export const nameOf = ({ civility, name, firstName }: Pick<Party, 'civility' | 'name' | 'firstName'>): string =>
  [civility, name, firstName].filter(Boolean).join(' ');

/** Texts of a value, to show two versions side by side. */
export const textOf = (value: unknown): string =>
  Array.isArray(value)
    ? value.map(textOf).filter(Boolean).join(', ')
    : typeof value === 'object' && value !== null
      ? Object.values(value).map(textOf).filter(Boolean).join(' ')
      : String(value ?? '');
