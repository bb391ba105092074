import { RIGHTS, rightsOfRole, type NetworkRole, type Role } from '@navette/reference';

/** What a user was given in a station (ID-2). */
export interface Assignment {
  readonly role: Role;
  readonly addedRights: readonly string[];
  readonly removedRights: readonly string[];
}

/**
 * The rights of a user in a station: those of the role, and those added, without those removed (ID-2); and what their role
 * in the network lets them do in every station (ID-3).
 * @param assignment undefined for who has no role in the station
 * @param declared every right that exists (ID-4)
 */
export function effectiveRights(
  assignment: Assignment | undefined,
  declared: readonly string[] = RIGHTS,
  networkRole: NetworkRole | null = null,
): string[] {
  const { addedRights = [], removedRights = [] } = assignment ?? {};
  const ofRole = assignment === undefined ? [] : rightsOfRole(assignment.role, declared);
  const ofNetwork = networkRole === null ? [] : rightsOfRole(networkRole, declared);
  const own = [...ofRole, ...addedRights].filter((right) => !removedRights.includes(right));
  return [...new Set([...own, ...ofNetwork])].sort();
}
