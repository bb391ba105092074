import { defineErrors } from '@navette/kernel';

export const countErrors = defineErrors('stock', {
  // Whatever is wrong with a link or a session, it says no more: nobody learns which inventories there are.
  'count.link-over': 'unauthenticated',
  'count.session-over': 'unauthenticated',
  'count.invalid': 'invalid',
  'count.counter-missing': { kind: 'invalid', params: ['max'] },
  'count.entries-missing': { kind: 'invalid', params: ['max'] },
  'count.operation-wrong': { kind: 'invalid', params: ['max'] },
  'count.operation-used': 'conflict',
  'count.too-many-devices': { kind: 'precondition', params: ['max'] },
  'count.access-unknown': 'not-found',
});

/** A team counts a depot; more phones than that are not a team's. */
export const MOST_DEVICES = 100;
export const MOST_ENTRIES_AT_ONCE = 200;
export const MOST_OPERATIONS = 200_000;
export const LONGEST_COUNTER = 40;

/** A phone that counts, found by its token. */
export interface CountDevice {
  readonly id: string;
  readonly stationId: string;
  readonly networkId: string;
  readonly inventoryId: string;
  readonly counter: string;
}
