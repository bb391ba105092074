import type { Address } from '@navette/contracts/common/v1/common';
import type { Customer } from '../parties/customer.js';
import type { Station } from '../stations/station.js';
import type { DocumentKind } from './document.js';

/** What is to be issued, as far as its mentions go. */
interface Mentioning {
  readonly kind: DocumentKind;
  readonly customer: Customer;
  readonly bearsVat: boolean;
}

/**
 * Compulsory mentions that a document could not carry, as names of what to complete (BI-27; art. L441-9 and R123-238 of the
 * commercial code, art. 242 nonies A of annex II to the tax code). Number, dates, lines and totals are there by
 * construction; the address of a consumer is not compulsory (decree 83-50/A), that of a professional is.
 */
export function missingMentions(station: Station, { kind, customer, bearsVat }: Mentioning): string[] {
  const due: [name: string, present: boolean][] = [
    ['company-name', station.companyName !== ''],
    ['legal-form', station.legalForm !== ''],
    ['siren', station.siren !== ''],
    ['siret', station.siret !== ''],
    ['station-address', isComplete(station.address)],
    // A company with a capital is in the trade register, and says where.
    ['trade-register-town', station.shareCapital === '' || station.rcsCity !== ''],
    ['vat-number', !bearsVat || station.vatNumber !== ''],
    ['customer-name', customer.name !== ''],
    ['customer-address', kind !== 'invoice' || customer.kinds.includes('consumer') || isComplete(customer.address)],
  ];
  return due.filter(([, present]) => !present).map(([name]) => name);
}

function isComplete({ line1, postcode, city }: Address): boolean {
  return line1 !== '' && postcode !== '' && city !== '';
}
