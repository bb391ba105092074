import { createLocalJWKSet, errors, jwtVerify, type JSONWebKeySet, type JWTPayload } from 'jose';
import { isUuid, systemClock } from '@navette/kernel';
import type { Actor } from '../database/scope.js';
import { authErrors } from './errors.js';

export const ISSUER = 'navette';
/** Audience of people's tokens, which any service takes; services and manufacturers name the one they call. */
export const EVERY_SERVICE = 'navette';
export const TOKEN_SECONDS = 300;

/** What a verified access token says. */
export interface Caller {
  readonly actor: Actor;
  readonly stationId: string;
  readonly networkId: string;
  /** Version of the caller's grants when the token was made: an older local copy is not trusted. */
  readonly grantsVersion: number;
  /** When the token ends, in seconds since 1970. */
  readonly expiresAt: number;
  /** The only rights this token is good for (OAuth 2 scopes); absent for all that the caller has. */
  readonly scopes?: readonly string[];
}

/** Claims beside the registered ones. */
export interface Claims extends JWTPayload {
  readonly kind: Actor['kind'];
  readonly station: string;
  readonly network: string;
  readonly grants: number;
  /** Rights separated by blanks (RFC 9068 §2.2.3). */
  readonly scope?: string;
}

/**
 * What is one's own is a person's: programs have neither sessions nor passwords.
 * @throws DomainError `platform.request.forbidden`
 */
export function assertPerson({ actor }: Caller, operation: string): void {
  if (actor.kind !== 'user') throw authErrors.error('request.forbidden', { right: operation });
}

type KeySet = ReturnType<typeof createLocalJWKSet>;

/** At most so often are the keys asked for, whatever keys tokens name and whether identity answers. */
const REFRESH_AFTER_MS = 10_000;
/** Keys this old are asked for again meanwhile: a new one is published before it signs. */
const RENEW_AFTER_MS = 300_000;
/** And these before they verify anything: one that leaked may have been withdrawn. */
const STALE_AFTER_MS = 900_000;
const PREPARE_AGAIN_MS = 1_000;
/** Tokens remembered; whoever calls more than that is verified anew. */
const REMEMBERED = 1_000;

/**
 * Verifies ES256 access tokens with the public keys of identity. Keys are fetched once, again every five minutes in which
 * somebody calls, and when a token names one that we do not know, at most every ten seconds; with identity down, known keys
 * go on working.
 */
export class TokenVerifier {
  #keys: KeySet | undefined;
  #fetchedAt = -Infinity;
  #triedAt = -Infinity;
  #fetching: Promise<void> | undefined;
  /** Tokens verified and not expired: a signature costs more than the call that it comes with. */
  readonly #verified = new Map<string, Caller>();

  constructor(
    private readonly audiences: readonly string[],
    private readonly fetchKeys: () => Promise<JSONWebKeySet>,
    /** In milliseconds, from any beginning. */
    private readonly now: () => number = () => performance.now(),
  ) {}

  /**
   * Fetches the keys before anybody calls, so that identity may be away when somebody does; asks again until it answers.
   * @returns ends the asking
   */
  prepare(): () => void {
    let timer: NodeJS.Timeout | undefined;
    let ended = false;
    const ask = async () => {
      if (this.#keys === undefined) await this.#refresh().catch(() => undefined);
      if (this.#keys === undefined && !ended) timer = setTimeout(() => void ask(), PREPARE_AGAIN_MS);
    };
    void ask();
    return () => {
      ended = true;
      clearTimeout(timer);
    };
  }

  /** @throws DomainError `platform.request.unauthenticated`, or `.service.unavailable` while no key is known. */
  async verify(token: string): Promise<Caller> {
    const age = this.now() - this.#fetchedAt;
    if (age > RENEW_AFTER_MS && this.#keys !== undefined && this.#mayAsk()) {
      // Nobody waits for keys that are not needed yet.
      const renewed = this.#refresh();
      if (age > STALE_AFTER_MS) await renewed;
    }
    const known = this.#verified.get(token);
    if (known !== undefined && known.expiresAt > systemClock.now().epochMilliseconds / 1_000) return known;
    const caller = callerOf(await this.#claimsOf(token));
    if (this.#verified.size >= REMEMBERED) this.#verified.clear();
    this.#verified.set(token, caller);
    return caller;
  }

  async #claimsOf(token: string): Promise<Claims> {
    if (this.#keys === undefined) await this.#refresh();
    try {
      return await this.#check(token);
    } catch (error) {
      if (error instanceof errors.JWKSNoMatchingKey && this.#mayAsk()) {
        await this.#refresh();
        return this.#check(token).catch(refuse);
      }
      throw refuse(error);
    }
  }

  async #check(token: string): Promise<Claims> {
    const { payload } = await jwtVerify<Claims>(token, this.#keys as KeySet, {
      issuer: ISSUER,
      audience: [...this.audiences],
      algorithms: ['ES256'],
      requiredClaims: ['exp', 'sub', 'kind', 'station', 'network', 'grants'],
    });
    return payload;
  }

  /** Not for ten seconds after the last answer or failure; together with whoever is asking already. */
  #mayAsk(): boolean {
    return this.#fetching !== undefined || this.now() - this.#triedAt > REFRESH_AFTER_MS;
  }

  async #refresh(): Promise<void> {
    this.#fetching ??= this.fetchKeys()
      .then(
        (set) => {
          this.#keys = createLocalJWKSet(set);
          this.#verified.clear();
          this.#fetchedAt = this.now();
        },
        () => {
          if (this.#keys === undefined) throw authErrors.error('service.unavailable', { service: 'identity' });
        },
      )
      .finally(() => {
        this.#triedAt = this.now();
        this.#fetching = undefined;
      });
    await this.#fetching;
  }
}

function refuse(error: unknown): never {
  if (error instanceof errors.JOSEError) throw authErrors.error('request.unauthenticated', {}, [], error);
  throw error;
}

function callerOf(claims: Claims): Caller {
  const { kind, sub, station, network, grants, scope, exp } = claims;
  if (!['user', 'client', 'service'].includes(kind) || !isUuid(station) || !isUuid(network) || sub === undefined) {
    throw authErrors.error('request.unauthenticated');
  }
  return {
    actor: { kind, id: sub },
    stationId: station,
    networkId: network,
    grantsVersion: grants,
    expiresAt: exp as number,
    ...(scope !== undefined && { scopes: scope.split(' ') }),
  };
}
