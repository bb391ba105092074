import { message, type Locale } from '@navette/messages';
import type { Letterhead } from './business-document.js';

interface PostalAddress {
  readonly line1: string;
  readonly line2: string;
  readonly postcode: string;
  readonly city: string;
  readonly country: string;
}

/** A company as it is known: what its papers are headed with is made of it (ID-1). */
export interface LegalIdentity {
  readonly name: string;
  readonly companyName: string;
  readonly legalForm: string;
  readonly shareCapital: string;
  readonly rcsCity: string;
  readonly siret: string;
  readonly vatNumber: string;
  readonly address?: PostalAddress | undefined;
  readonly phone?: string;
  readonly email?: string;
}

/** Lines of an address as a letter has them; the country where it is not France. */
export function addressLines(address: PostalAddress | undefined): string[] {
  if (address === undefined) return [];
  const { city, country, line1, line2, postcode } = address;
  const abroad = country !== '' && country !== 'FR' ? country : '';
  return [line1, line2, `${postcode} ${city}`.trim(), abroad].filter((line) => line !== '');
}

/** The letterhead of a company, without its logo. */
export function letterheadOf(company: LegalIdentity, locale: Locale): Letterhead {
  const { address, companyName, email = '', legalForm, name, phone = '', rcsCity, shareCapital, siret, vatNumber } = company; // prettier-ignore
  const capital = shareCapital && message(locale, 'document.capital', { amount: shareCapital });
  const register = rcsCity && message(locale, 'document.register', { city: rcsCity });
  const contact = [phone, email].filter((text) => text !== '').join(' · ');
  return {
    name: companyName === '' || companyName === name ? name : `${name} – ${companyName}`,
    lines: [...addressLines(address), ...(contact === '' ? [] : [contact])],
    siret,
    vatNumber,
    legal: [`${legalForm} ${capital}`.trim(), register].filter((text) => text !== '').join(' · '),
  };
}
