import { derivedId } from '@navette/kernel';
import type { Scope } from '@navette/platform/database';

/** An id that is no station's and no network's: row-level security shows it no row. */
const INSTALLATION = derivedId('navette', 'installation');

/**
 * Scope of what belongs to no station: a search for whoever wants to sign in, and the signing keys. It keeps to the app
 * role and to the one door; the trail of such changes stands under an id of its own.
 */
export function installationScope(operation: string): Scope {
  return {
    stationId: INSTALLATION,
    networkId: INSTALLATION,
    actor: { kind: 'system', id: 'identity' },
    operation,
    requestId: '',
    correlationId: '',
    causationId: '',
  };
}
