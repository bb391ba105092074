import { defineErrors } from '@navette/kernel';

export const preferenceErrors = defineErrors('identity', {
  'preference.name': { kind: 'invalid', params: ['expected'] },
  'preference.value': { kind: 'invalid', params: ['max'] },
  'preference.too-many': { kind: 'precondition', params: ['max'] },
});

/** Characters of JSON. */
const LONGEST = 32_768;
/** Names of one person: every list has two. */
export const MOST = 500;

/** @throws DomainError `identity.preference.name` */
export function acceptedName(name: string): string {
  if (!/^[a-z][a-z0-9._-]{0,79}$/.test(name)) {
    throw preferenceErrors.error('preference.name', { expected: 'a-z, 0-9, "." "_" "-", 1-80' });
  }
  return name;
}

/** @throws DomainError `identity.preference.value` where it is no JSON, or too long */
export function acceptedValue(json: string): string {
  const refused = () => preferenceErrors.error('preference.value', { max: LONGEST });
  // Spaces that PostgreSQL puts between the parts count there, too.
  if (json.length > LONGEST / 2) throw refused();
  try {
    JSON.parse(json);
  } catch {
    throw refused();
  }
  return json;
}
