import { missionOrderErrors } from './mission-order.js';

/**
 * The machine client that calls (GW-4).
 * @throws DomainError `device-gateway.client.required` for a person or a service, whatever their rights
 */
export function callingClient({ actor }: { readonly actor: { readonly kind: string; readonly id: string } }): string {
  if (actor.kind !== 'client') throw missionOrderErrors.error('client.required');
  return actor.id;
}
