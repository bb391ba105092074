import { defineErrors } from '@navette/kernel';

export const referenceErrors = defineErrors('stock', {
  // Identity's event has not arrived: numbers and dates need the station's code and zone.
  'station.unknown': 'unavailable',
});
