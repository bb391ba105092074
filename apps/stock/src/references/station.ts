import { defineErrors, type Temporal } from '@navette/kernel';

export const referenceErrors = defineErrors('stock', {
  // Identity's event has not arrived: numbers and dates need the station's code and zone.
  'station.unknown': 'unavailable',
});

/** A day of the station, and the instant at which it is over. */
export interface BusinessDay {
  readonly date: Temporal.PlainDate;
  readonly end: Temporal.Instant;
}
