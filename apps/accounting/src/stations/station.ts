import { defineErrors } from '@navette/kernel';

export const stationErrors = defineErrors('accounting', {
  'station.not-known-yet': { kind: 'unavailable', params: [] },
});

/** What accounting needs of a station's legal identity. */
export interface Station {
  readonly code: string;
  readonly siren: string;
  readonly timeZone: string;
  /** Month (1 to 12) in which the company's fiscal year begins. */
  readonly fiscalYearStartMonth: number;
}
