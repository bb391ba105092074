import type { Scope } from '@navette/platform/database';
import { missionOrderErrors } from './mission-order.js';

/**
 * The machine client that calls (GW-4).
 * @throws DomainError `device-gateway.client.required` for a person or a service, whatever their rights
 */
export function callingClient({ actor }: Scope): string {
  if (actor.kind !== 'client') throw missionOrderErrors.error('client.required');
  return actor.id;
}
