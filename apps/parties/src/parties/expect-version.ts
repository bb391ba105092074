import { partyErrors } from './party.js';

/**
 * Version of a locked party, when it is the one the user saw.
 * @throws DomainError `parties.party.not-found`, `parties.party.changed-meanwhile`
 */
export function expectVersion(actual: number | undefined, expected: number): number {
  if (actual === undefined) throw partyErrors.error('party.not-found');
  if (actual !== expected) throw partyErrors.error('party.changed-meanwhile', { expected, actual });
  return actual;
}
