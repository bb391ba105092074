import type { Address, DocumentHeader } from '@navette/contracts/common/v1/common';
import type { Party } from '@navette/contracts/parties/v1/service';

/** Who is billed: what a document prints and keeps of a party, and how it is billed (PA-2). */
export interface Customer {
  readonly id: string;
  readonly kinds: readonly string[];
  readonly name: string;
  readonly siret: string;
  readonly vatNumber: string;
  readonly address: Address;
  readonly billingType: string;
  readonly paymentDays: number;
  readonly endOfMonth: boolean;
  readonly dayOfMonth: number;
  /** Ledger account of its own; empty for the collective one. */
  readonly ledgerAccount: string;
  readonly vatRegime: string;
  /** On every line, beside its own. A fraction; empty for none. */
  readonly footerDiscount: string;
}

/** A customer as a document says it, which may differ from the record of the party (PA-19). */
export function asHeaded(customer: Customer, header: DocumentHeader | undefined): Customer {
  if (header === undefined) return customer;
  const { paymentDays, endOfMonth, dayOfMonth, vatRegime, footerDiscount } = header;
  const terms = { paymentDays, endOfMonth, dayOfMonth, vatRegime, footerDiscount };
  return { ...customer, ...terms, name: displayName(header), address: billingAddress(header) };
}

/** Name as documents print it. */
export function displayName({ firstName, name }: Pick<Party, 'firstName' | 'name'>): string {
  return `${firstName} ${name}`.trim();
}

/** Where bills go: the billing address, else the main one. */
export function billingAddress({
  billingAddress: billing,
  mainAddress: main,
}: Pick<Party, 'billingAddress' | 'mainAddress'>): Address {
  const address = billing ?? main;
  return {
    line1: address?.line1 ?? '',
    line2: address?.line2 ?? '',
    postcode: address?.postcode ?? '',
    city: address?.city ?? '',
    country: address?.country || 'FR',
  };
}
