import type { Assignment as GivenAssignment, PersonDetails } from '@navette/contracts/identity/v1/service';
import { defineErrors, type FieldError } from '@navette/kernel';
import { NETWORK_ROLES, RIGHTS, rightsOfRole, ROLES, type NetworkRole, type Role } from '@navette/reference';
import type { Assignment } from '../grants/effective-rights.js';

export const signInErrors = defineErrors('identity', {
  // Unknown login and wrong password alike, so that nobody learns which logins exist.
  'sign-in.refused': { kind: 'unauthenticated', params: [] },
  // Alike for a login that nobody has.
  'sign-in.locked': { kind: 'too-many', params: ['retryAfter'] },
  // Told to whoever has typed the right password, and to nobody else (ID-7).
  'sign-in.provider-required': { kind: 'unauthenticated', params: ['provider'] },
  // Lists the person's own stations; a station of others and one that does not exist look the same (ID-10).
  'sign-in.station-not-accepted': { kind: 'invalid', params: ['accepted'] },
});

export const userErrors = defineErrors('identity', {
  // One of another network alike (ID-10).
  'user.not-found': { kind: 'not-found', params: [] },
  'user.works-elsewhere': { kind: 'forbidden', params: ['stations'] },
  'user.changed-meanwhile': { kind: 'conflict', params: ['expected', 'actual'] },
  'user.invalid': { kind: 'invalid', params: [] },
  'user.login-wrong': { kind: 'invalid', params: [] },
  // The login is the installation's: who signs in has named no network yet.
  'user.login-taken': { kind: 'conflict', params: [] },
  'user.name-wrong': { kind: 'invalid', params: ['max'] },
  'user.email-wrong': { kind: 'invalid', params: [] },
  'user.colour-wrong': { kind: 'invalid', params: [] },
  'user.language-not-accepted': { kind: 'invalid', params: ['accepted'] },
  'user.idle-wrong': { kind: 'invalid', params: ['min', 'max'] },
  'user.role-not-accepted': { kind: 'invalid', params: ['accepted'] },
  'user.right-unknown': { kind: 'invalid', params: ['right', 'accepted'] },
  'user.station-not-accepted': { kind: 'invalid', params: ['accepted'] },
  'user.right-not-held': { kind: 'forbidden', params: ['rights'] },
  'user.last-administrator': { kind: 'precondition', params: [] },
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

const NAME_MAX = 200;
const IDLE = { min: 10, max: 720 };
/** What is written to them is written in one of these. */
const LANGUAGES = ['fr', 'en'];

/**
 * What belongs to a person, as it is kept: trimmed, the login in lower case.
 * @throws DomainError `identity.user.invalid` with every field that is not accepted
 */
export function checkedPerson(given: PersonDetails): PersonDetails {
  const person = {
    login: normalisedLogin(given.login),
    name: given.name.trim(),
    email: given.email.trim(),
    colour: given.colour.toLowerCase(),
    idleMinutes: given.idleMinutes,
    language: given.language || 'fr',
  };
  const fields: FieldError[] = [];
  if (!/^[a-z0-9][a-z0-9._@+-]{1,99}$/.test(person.login)) fields.push(userErrors.field('/login', 'user.login-wrong'));
  if (person.name === '' || person.name.length > NAME_MAX)
    fields.push(userErrors.field('/name', 'user.name-wrong', { max: NAME_MAX }));
  if (person.email !== '' && !/^[^\s@]{1,64}@[^\s@]{1,190}$/.test(person.email))
    fields.push(userErrors.field('/email', 'user.email-wrong'));
  if (!/^#[0-9a-f]{6}$/.test(person.colour)) fields.push(userErrors.field('/colour', 'user.colour-wrong'));
  if (person.idleMinutes < IDLE.min || person.idleMinutes > IDLE.max)
    fields.push(userErrors.field('/idleMinutes', 'user.idle-wrong', IDLE));
  if (!LANGUAGES.includes(person.language))
    fields.push(userErrors.field('/language', 'user.language-not-accepted', { accepted: LANGUAGES }));
  if (fields.length > 0) throw userErrors.error('user.invalid', {}, fields);
  return person;
}

/**
 * Role and rights of a user in a station: what a role has already is not added, what it has not is not removed.
 * @throws DomainError `identity.user.invalid` naming each role or right that does not exist, and those that do
 */
export function checkedAssignment(given: GivenAssignment): Assignment {
  const fields: FieldError[] = [];
  const role = ROLES.find((one) => one === given.role);
  if (role === undefined) fields.push(userErrors.field('/role', 'user.role-not-accepted', { accepted: ROLES }));
  for (const list of ['addedRights', 'removedRights'] as const) {
    for (const [index, right] of given[list].entries()) {
      if (!RIGHTS.includes(right))
        fields.push(userErrors.field(`/${list}/${index}`, 'user.right-unknown', { right, accepted: RIGHTS }));
    }
  }
  if (role === undefined || fields.length > 0) throw userErrors.error('user.invalid', {}, fields);
  const ofRole = rightsOfRole(role);
  const once = (rights: readonly string[]) => [...new Set(rights)].sort();
  return {
    role,
    addedRights: once(given.addedRights).filter((right) => !ofRole.includes(right)),
    removedRights: once(given.removedRights).filter((right) => ofRole.includes(right)),
  };
}

/**
 * A role in the network; null for none.
 * @throws DomainError `identity.user.invalid` naming those that there are
 */
export function checkedNetworkRole(given: string): NetworkRole | null {
  const role = NETWORK_ROLES.find((one) => one === given);
  if (role !== undefined || given === '') return role ?? null;
  const field = userErrors.field('/networkRole', 'user.role-not-accepted', { accepted: NETWORK_ROLES });
  throw userErrors.error('user.invalid', {}, [field]);
}

/** What a constraint of the database refused, as it is told. */
export function userErrorOf(error: unknown): never {
  const { constraint } = error as { constraint?: string };
  if (constraint === 'last_administrator') throw userErrors.error('user.last-administrator', {}, [], error);
  if (constraint === 'app_user_login_key') throw userErrors.error('user.login-taken', {}, [], error);
  throw error;
}
