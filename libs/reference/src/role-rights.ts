import { RIGHTS } from './rights.js';

/** Roles of a user in a station (ID-2). */
export const ROLES = ['technician', 'administrator', 'logistician', 'manager'] as const;
export type Role = (typeof ROLES)[number];

/** Roles of a user in every station of a network (ID-3). */
export const NETWORK_ROLES = ['franchise_operator'] as const;
export type NetworkRole = (typeof NETWORK_ROLES)[number];

/**
 * What choosing a role pre-selects, of the rights that exist (ID-2, ID-3, ID-4): `*` stands for anything within a part of
 * the name, a leading `!` takes away. A right that is new falls to the roles whose patterns it fits.
 */
const PRESELECTED: Readonly<Record<Role | NetworkRole, readonly string[]>> = {
  // A mailed link is nobody's to read but its user's: `identity:password-link.mail` is our own services' (ADR 38).
  administrator: ['*:*.*', '!parties:manufacturer.list', '!identity:password-link.mail'],
  // Repair modules.
  technician: [
    'interventions:*.*',
    '!interventions:file.bill',
    '!interventions:suspension.override',
    '!interventions:*.update',
    'parties:party.read',
    'parties:party.create',
    'parties:party.change',
    'stock:catalogue-entry.read',
    'stock:need.allocate',
    'stock:need.read',
    'stock:part.read',
    'stock:preparation.read',
    'stock:product.create',
    'stock:product.read',
    'stock:stock-level.read',
    'notifications:message.read',
    'identity:station.read',
  ],
  // Logistics modules.
  logistician: [
    'stock:*.*',
    '!stock:settings.change',
    'parties:party.read',
    'interventions:file.read',
    'interventions:file.ship',
    'billing:customer-order.read',
    'billing:delivery-slip.issue',
    'billing:document.read',
    'identity:station.read',
  ],
  // Sales and billing.
  manager: [
    'billing:*.*',
    'accounting:*.*',
    '!accounting:*.update',
    'parties:*.*',
    '!parties:manufacturer.list',
    'interventions:*.*',
    '!interventions:*.update',
    'stock:*.read',
    'notifications:message.*',
    'notifications:template.*',
    'identity:station.read',
    'identity:user.read',
    'operations:audit.read',
  ],
  // Reads every station of the network and edits nothing of a station; the list of manufacturers is the network's (PA-10).
  franchise_operator: ['*:*.read', 'parties:manufacturer.list'],
};

/** @param declared the rights that exist @returns those of a role, sorted */
export function rightsOfRole(role: Role | NetworkRole, declared: readonly string[] = RIGHTS): string[] {
  const patterns = PRESELECTED[role];
  const fits = (right: string, pattern: string) =>
    new RegExp(`^${pattern.split('*').map(escaped).join('[a-z-]+')}$`).test(right);
  return declared
    .filter((right) => patterns.some((pattern) => !pattern.startsWith('!') && fits(right, pattern)))
    .filter((right) => !patterns.some((pattern) => pattern.startsWith('!') && fits(right, pattern.slice(1))))
    .sort();
}

function escaped(text: string): string {
  return text.replace(/[.:-]/g, '\\$&');
}
