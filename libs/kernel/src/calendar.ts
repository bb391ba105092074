import { Temporal } from 'temporal-polyfill';
import { defineErrors } from './errors.js';

const errors = defineErrors('kernel', {
  'time-zone.unknown': { kind: 'invalid', params: ['timeZone'] },
});

/**
 * The date an instant falls on for a station; business dates are local dates of the station (spec 00, "Time").
 * @param timeZone IANA name, e.g. `Europe/Paris`, `Indian/Reunion`, `America/Guadeloupe`
 * @throws DomainError `kernel.time-zone.unknown`
 */
export function localDate(instant: Temporal.Instant, timeZone: string): Temporal.PlainDate {
  let zoned: Temporal.ZonedDateTime;
  try {
    zoned = instant.toZonedDateTimeISO(timeZone);
  } catch (cause) {
    throw errors.error('time-zone.unknown', { timeZone: String(timeZone) }, [], cause);
  }
  return zoned.toPlainDate();
}
