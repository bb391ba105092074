import type { Address } from '@navette/contracts/common/v1/common';
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
}

/** Name as documents print it. */
export function displayName({ firstName, name }: Party): string {
  return `${firstName} ${name}`.trim();
}

/** Where bills go: the billing address, else the main one. */
export function billingAddress({ billingAddress: billing, mainAddress: main }: Party): Address {
  const address = billing ?? main;
  return {
    line1: address?.line1 ?? '',
    line2: address?.line2 ?? '',
    postcode: address?.postcode ?? '',
    city: address?.city ?? '',
    country: address?.country || 'FR',
  };
}
