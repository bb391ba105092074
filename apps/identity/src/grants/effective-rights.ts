export const ROLES = ['technician', 'administrator', 'logistician', 'manager'] as const;
export type Role = (typeof ROLES)[number];
/** A role in every station of a network (ID-3). */
export type NetworkRole = 'franchise_operator';

/** What a user was given in a station (ID-2). */
export interface Assignment {
  readonly role: Role;
  readonly addedRights: readonly string[];
  readonly removedRights: readonly string[];
}

/**
 * The rights of a user in a station: those of the role, and those added, without those removed (ID-2). An administrator
 * has every declared right; the other roles start from none until their pre-selection is drawn up.
 * @param declared every right that exists (ID-4)
 */
export function effectiveRights(
  { role, addedRights, removedRights }: Assignment,
  declared: readonly string[],
): string[] {
  const ofRole = role === 'administrator' ? declared : [];
  return [...new Set([...ofRole, ...addedRights])].filter((right) => !removedRights.includes(right)).sort();
}
