import { defineErrors } from '@navette/kernel';

export const signInErrors = defineErrors('identity', {
  // Unknown login and wrong password alike, so that nobody learns which logins exist.
  'sign-in.refused': { kind: 'unauthenticated', params: [] },
  // Lists the person's own stations; a station of others and one that does not exist look the same (ID-10).
  'sign-in.station-not-accepted': { kind: 'invalid', params: ['accepted'] },
});

/** A person (ID-2). */
export interface User {
  readonly id: string;
  /** Unique in the installation: who signs in has named no network yet. */
  readonly login: string;
  readonly name: string;
  readonly email: string;
  /** `#rrggbb`, on the planning. */
  readonly colour: string;
}

/** A login as it is kept and compared. */
export function normalisedLogin(typed: string): string {
  return typed.trim().toLowerCase();
}
