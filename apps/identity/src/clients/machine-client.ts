import { defineErrors, type FieldError, type Temporal } from '@navette/kernel';
import { RIGHTS } from '@navette/reference';

export const clientErrors = defineErrors('identity', {
  // Unknown client, wrong secret and revoked client alike.
  'client.refused': { kind: 'unauthenticated', params: [] },
  'client.audience-not-accepted': { kind: 'invalid', params: ['accepted'] },
  // A station that does not exist and one where the client may not act alike (ID-10).
  'client.station-not-accepted': { kind: 'invalid', params: [] },
  'client.scope-not-accepted': { kind: 'invalid', params: ['scope', 'accepted'] },
});

export const machineClientErrors = defineErrors('identity', {
  'machine-client.invalid': { kind: 'invalid', params: [] },
  'machine-client.not-found': { kind: 'not-found', params: [] },
  // Of the same network, so it may be named.
  'machine-client.not-yours': { kind: 'forbidden', params: [] },
  'machine-client.revoked': { kind: 'precondition', params: [] },
  'machine-client.name-wrong': { kind: 'invalid', params: ['max'] },
  'machine-client.right-not-accepted': { kind: 'invalid', params: ['right', 'accepted'] },
  'machine-client.overlap-wrong': { kind: 'invalid', params: ['max'] },
  // A third secret would end the first before the time it was promised.
  'machine-client.secret-rotating': { kind: 'precondition', params: ['endsAt'] },
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

const NAME_LENGTH = 200;
/** What a manufacturer's client may be allowed: its tokens are for the gateway alone. */
const GRANTABLE = RIGHTS.filter((right) => right.startsWith(`${GATEWAY}:`));
/** 30 days. */
const MAX_OVERLAP_SECONDS = 2_592_000;

/**
 * Name and rights of a client that is to be made, trimmed and sorted.
 * @throws DomainError `identity.machine-client.invalid` with every field that is not accepted
 */
export function checkedClient(typed: string, rights: readonly string[]): { name: string; rights: string[] } {
  const name = typed.trim();
  const fields = rightProblems(rights);
  if (name === '' || name.length > NAME_LENGTH) {
    fields.unshift(machineClientErrors.field('/name', 'machine-client.name-wrong', { max: NAME_LENGTH }));
  }
  if (fields.length > 0) throw machineClientErrors.error('machine-client.invalid', {}, fields);
  return { name, rights: [...new Set(rights)].sort() };
}

/** @throws DomainError `identity.machine-client.invalid` naming each right that a manufacturer cannot have */
export function checkedRights(rights: readonly string[]): string[] {
  const fields = rightProblems(rights);
  if (fields.length > 0) throw machineClientErrors.error('machine-client.invalid', {}, fields);
  return [...new Set(rights)].sort();
}

function rightProblems(rights: readonly string[]): FieldError[] {
  return rights.flatMap((right, index) =>
    GRANTABLE.includes(right)
      ? []
      : [
          machineClientErrors.field(`/rights/${index}`, 'machine-client.right-not-accepted', {
            right,
            accepted: GRANTABLE,
          }),
        ],
  );
}

/**
 * Until when the secret of now is good once there is a new one; undefined for no longer.
 * @param oldEndsAt end of the one before it, if there is one
 * @throws DomainError `identity.machine-client.invalid`, `.secret-rotating`
 */
export function endOfSecret(
  now: Temporal.Instant,
  overlapSeconds: number,
  oldEndsAt: Temporal.Instant | null,
): Temporal.Instant | undefined {
  if (!Number.isInteger(overlapSeconds) || overlapSeconds < 0 || overlapSeconds > MAX_OVERLAP_SECONDS) {
    throw machineClientErrors.error('machine-client.invalid', {}, [
      machineClientErrors.field('/overlapSeconds', 'machine-client.overlap-wrong', { max: MAX_OVERLAP_SECONDS }),
    ]);
  }
  if (overlapSeconds === 0) return undefined;
  if (oldEndsAt !== null && oldEndsAt.epochMilliseconds > now.epochMilliseconds) {
    throw machineClientErrors.error('machine-client.secret-rotating', { endsAt: oldEndsAt.toString() });
  }
  return now.add({ seconds: overlapSeconds });
}

/**
 * A client that its own station may change.
 * @throws DomainError `identity.machine-client.not-found`, `.not-yours`, `.revoked`
 */
export function ownClient<C extends { readonly homeStationId: string; readonly revokedAt: unknown }>(
  client: C | undefined,
  stationId: string,
): C {
  if (client === undefined) throw machineClientErrors.error('machine-client.not-found');
  if (client.homeStationId !== stationId) throw machineClientErrors.error('machine-client.not-yours');
  if (client.revokedAt !== null) throw machineClientErrors.error('machine-client.revoked');
  return client;
}
