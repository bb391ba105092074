import { defineErrors } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';

export const clientErrors = defineErrors('device-gateway', { 'client.required': 'forbidden' });

/**
 * The machine client that calls (GW-4).
 * @throws DomainError `device-gateway.client.required` for a person or a service, whatever their rights
 */
export function callingClient({ actor }: { readonly actor: { readonly kind: string; readonly id: string } }): string {
  if (actor.kind !== 'client') throw clientErrors.error('client.required');
  return actor.id;
}

/** Until the end of the transaction, the rows of this client and no other are there (GW-4). */
export async function actAs(tx: Tx, clientId: string): Promise<void> {
  await tx.rows(`select set_config('app.client_id', $1, true)`, [clientId]);
}
