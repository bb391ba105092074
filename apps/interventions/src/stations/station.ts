import { defineErrors } from '@navette/kernel';

export const stationErrors = defineErrors('interventions', {
  // Its StationChanged is still on the way: whoever asked tries again.
  'station.unknown': 'unavailable',
});
