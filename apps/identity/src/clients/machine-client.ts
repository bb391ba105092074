import { defineErrors } from '@navette/kernel';

export const clientErrors = defineErrors('identity', {
  // Unknown client, wrong secret and revoked client alike.
  'client.refused': { kind: 'unauthenticated', params: [] },
  'client.audience-not-accepted': { kind: 'invalid', params: ['accepted'] },
  // A station that does not exist and one where the client may not act alike (ID-10).
  'client.station-not-accepted': { kind: 'invalid', params: [] },
  'client.scope-not-accepted': { kind: 'invalid', params: ['scope', 'accepted'] },
});

/** A program that authenticates by its own secret (ID-8): a manufacturer's, or one of our services. */
export interface MachineClient {
  readonly kind: 'manufacturer' | 'service';
  /** Actor in its tokens: a manufacturer's client id, a service's name. */
  readonly subject: string;
  /** Where it may act; absent where it has no grant in the station asked for. */
  readonly place?: { readonly stationId: string; readonly networkId: string; readonly grantsVersion: number };
}

/** The one service that manufacturers may call. */
const GATEWAY = 'device-gateway';

/**
 * The audience of a client's token: manufacturers reach the gateway only, our services one of them at a time, and nobody
 * gets the audience that every service takes.
 * @param services names of our services
 * @throws DomainError `identity.client.audience-not-accepted`
 */
export function checkedAudience(client: MachineClient, audience: string, services: readonly string[]): string {
  const accepted = client.kind === 'manufacturer' ? [GATEWAY] : services;
  if (!accepted.includes(audience)) throw clientErrors.error('client.audience-not-accepted', { accepted });
  return audience;
}

/**
 * The scopes a client asks for (RFC 6749 §3.3): each one of its rights. Empty text is none: the token is good for all.
 * @throws DomainError `identity.client.scope-not-accepted`
 */
export function checkedScopes(scope: string, rights: readonly string[]): readonly string[] | undefined {
  const scopes = [...new Set(scope.split(' ').filter((name) => name !== ''))];
  const foreign = scopes.find((name) => !rights.includes(name));
  if (foreign !== undefined)
    throw clientErrors.error('client.scope-not-accepted', { scope: foreign, accepted: rights });
  return scopes.length === 0 ? undefined : scopes;
}
