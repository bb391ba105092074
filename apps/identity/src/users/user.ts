import { defineErrors } from '@navette/kernel';
import type { NetworkRole, Role } from '../grants/effective-rights.js';

export const signInErrors = defineErrors('identity', {
  // Unknown login and wrong password alike, so that nobody learns which logins exist.
  'sign-in.refused': { kind: 'unauthenticated', params: [] },
  // Alike for a login that nobody has.
  'sign-in.locked': { kind: 'too-many', params: ['retryAfter'] },
  // Lists the person's own stations; a station of others and one that does not exist look the same (ID-10).
  'sign-in.station-not-accepted': { kind: 'invalid', params: ['accepted'] },
});

export const userErrors = defineErrors('identity', {
  // One of another network alike (ID-10).
  'user.not-found': { kind: 'not-found', params: [] },
  'user.works-elsewhere': { kind: 'forbidden', params: ['stations'] },
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

/** A station where somebody may work. */
export interface Place {
  readonly networkId: string;
  readonly stationId: string;
  readonly code: string;
  readonly name: string;
  readonly role: Role | NetworkRole;
  readonly grantsVersion: number;
}

/**
 * The place with a station's code, as typed; the first for none.
 * @throws DomainError `identity.sign-in.station-not-accepted`
 */
export function placeOf(places: readonly Place[], stationCode: string): Place {
  const code = stationCode.trim().toUpperCase();
  const place = code === '' ? places[0] : places.find((one) => one.code === code);
  if (place !== undefined) return place;
  throw signInErrors.error('sign-in.station-not-accepted', { accepted: places.map((one) => one.code) });
}

/** A login as it is kept and compared. */
export function normalisedLogin(typed: string): string {
  return typed.trim().toLowerCase();
}
