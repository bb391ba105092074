import { GrantChangedMessage } from '@navette/contracts';
import { DomainError } from '@navette/kernel';
import type { Database } from '../database/database.js';
import type { Scope } from '../database/scope.js';
import { on, type Subscriber } from '../messaging/subscription.js';
import { authErrors } from './errors.js';
import type { Caller } from './tokens.js';

/** Rights of one subject in one station. */
export interface Grant {
  readonly rights: readonly string[];
  readonly version: number;
}

/** Asks identity itself, for a subject whose grant has not arrived by event yet. */
export type AskIdentity = (caller: Caller) => Promise<Grant>;

const CACHE_MS = 5_000;
const CACHE_ENTRIES = 10_000;

/** Whether a caller holds a right; `lookup` is a service's own table, or identity for the edge, which has none. */
export class Grants {
  readonly #cache = new Map<string, { grant: Grant; until: number }>();

  constructor(
    private readonly lookup: (caller: Caller) => Promise<Grant | undefined>,
    private readonly ask: AskIdentity,
    /** In milliseconds, from any beginning. */
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** @throws DomainError `platform.request.forbidden` naming the right. */
  async check(caller: Caller, right: string): Promise<void> {
    if (!(await this.holds(caller, right))) throw authErrors.error('request.forbidden', { right });
  }

  async holds(caller: Caller, right: string): Promise<boolean> {
    const grant = await this.#grant(caller);
    const inScope = caller.scopes?.includes(right) ?? true;
    return inScope && grant.rights.includes(right);
  }

  /** Drops what is remembered of a subject. */
  forget(stationId: string, subject: string): void {
    this.#cache.delete(`${stationId}/${subject}`);
  }

  async #grant(caller: Caller): Promise<Grant> {
    const key = `${caller.stationId}/${caller.actor.id}`;
    const cached = this.#cache.get(key);
    if (cached !== undefined && cached.until > this.now() && cached.grant.version >= caller.grantsVersion) {
      return cached.grant;
    }
    const local = await this.lookup(caller);
    const grant =
      local !== undefined && local.version >= caller.grantsVersion
        ? local
        : await this.ask(caller).catch((error: unknown) => knownBefore(cached?.grant, caller, error));
    if (this.#cache.size >= CACHE_ENTRIES) this.#cache.clear();
    this.#cache.set(key, { grant, until: this.now() + CACHE_MS });
    return grant;
  }
}

/**
 * With identity away, what it said before holds on: it is as new as the token, which ends within minutes, and the owning
 * service checks again by its own copy.
 */
function knownBefore(grant: Grant | undefined, caller: Caller, error: unknown): Grant {
  const isAway = error instanceof DomainError && error.code === 'platform.service.unavailable';
  if (isAway && grant !== undefined && grant.version >= caller.grantsVersion) return grant;
  throw error;
}

/** A service's own copy of the grants, kept by identity's events, so that rights are checked with identity down. */
export function grantTable(db: Database): (caller: Caller) => Promise<Grant | undefined> {
  return async (caller) => {
    const scope: Scope = {
      stationId: caller.stationId,
      networkId: caller.networkId,
      actor: caller.actor,
      operation: 'platform:grant.read',
      requestId: '',
      correlationId: '',
      causationId: '',
    };
    const row = await db.tenantRead(scope, (tx) =>
      tx.first<{ rights: string[]; version: string }>(
        'select rights, version from grant_ref where station_id = $1 and subject = $2',
        [caller.stationId, caller.actor.id],
      ),
    );
    return row && { rights: row.rights, version: Number(row.version) };
  };
}

/** Keeps `grant_ref` true. */
export class GrantsSubscriber implements Subscriber {
  constructor(private readonly grants: Grants) {}

  readonly subscriptions = [
    on(GrantChangedMessage, 'grants', async (tx, { message }) => {
      await tx.run(
        `insert into grant_ref (station_id, subject, rights, version) values ($1, $2, $3, $4)
         on conflict (station_id, subject) do update set rights = excluded.rights, version = excluded.version
         where grant_ref.version < excluded.version`,
        [tx.scope.stationId, message.subject, message.rights, message.version],
      );
      tx.audit('grant', message.subject);
      tx.afterCommit(() => this.grants.forget(tx.scope.stationId, message.subject));
    }),
  ];
}
