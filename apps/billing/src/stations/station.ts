import type { Address } from '@navette/contracts/common/v1/common';
import { defineErrors } from '@navette/kernel';

export const stationErrors = defineErrors('billing', {
  'station.not-known-yet': { kind: 'unavailable', params: [] },
});

/** Legal identity of the station, as identity last told it; what its documents print of the seller. */
export interface Station {
  readonly code: string;
  readonly name: string;
  readonly siret: string;
  readonly timeZone: string;
  readonly vatTerritory: string;
  readonly companyName: string;
  readonly legalForm: string;
  readonly siren: string;
  readonly vatNumber: string;
  /** Euros, scale 2; empty where the legal form has none. */
  readonly shareCapital: string;
  readonly rcsCity: string;
  readonly address: Address;
}
