import { createHash } from 'node:crypto';
import type { Temporal } from '@navette/kernel';
import { Database, type Scope, type Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { installationScope } from '../installation-scope.js';
import { FORGOTTEN_HOURS, lockSeconds } from './sign-in-lock.js';
import { UserNews } from './user-news.js';
import { normalisedLogin, signInErrors, type Place } from './user.js';

interface AttemptRow {
  readonly failures: number;
  readonly lastAt: Temporal.Instant;
  readonly retryAt: Temporal.Instant;
}

/**
 * ID-5: attempts to prove who one is, counted in PostgreSQL by login. An attempt counts as failed before it is looked at,
 * and is taken back when it was none: however many come at once, no more are looked at than the lock-out lets through.
 */
@Injectable()
export class SignInAttempts {
  constructor(
    private readonly db: Database,
    private readonly news: UserNews,
  ) {}

  /**
   * @returns whether the login is locked from now on, unless this attempt is taken back
   * @throws DomainError `identity.sign-in.locked` with the seconds to wait, alike for a login that nobody has
   */
  async begin(login: string): Promise<boolean> {
    const hash = hashOf(login);
    const { wait, locks } = await this.#tx(async (tx) => {
      await this.#forget(tx);
      await tx.run(
        `insert into sign_in_attempt (login_hash, failures, last_at, retry_at) values ($1, 0, $2, $2) on conflict do nothing`,
        [hash, tx.now],
      );
      const { failures, lastAt, retryAt } = (await tx.first<AttemptRow>(
        `select failures, last_at as "lastAt", retry_at as "retryAt" from sign_in_attempt where login_hash = $1 for update`,
        [hash],
      )) as AttemptRow;
      const left = retryAt.epochMilliseconds - tx.now.epochMilliseconds;
      if (left > 0) {
        tx.changesNothing();
        return { wait: Math.ceil(left / 1_000), locks: false };
      }
      const counted = (isForgotten({ lastAt }, tx.now) ? 0 : failures) + 1;
      await tx.run('update sign_in_attempt set failures = $2, last_at = $3, retry_at = $4 where login_hash = $1', [
        hash,
        counted,
        tx.now,
        tx.now.add({ seconds: lockSeconds(counted) }),
      ]);
      tx.audit('sign-in-attempt', hash.toString('hex'));
      return { wait: 0, locks: lockSeconds(counted) > 0 };
    });
    if (wait > 0) throw signInErrors.error('sign-in.locked', { retryAfter: wait });
    return locks;
  }

  /** WE-3: the pages that show a user say that they are locked; a right guess after all is told when the session begins. */
  async tellLocked(call: Scope, { userId, places }: { userId: string; places: readonly Place[] }): Promise<void> {
    const [first] = places;
    if (first === undefined) return;
    const { stationId, networkId } = first;
    const actor = { kind: 'system', id: 'identity' } as const;
    await this.db.tenantTx({ ...call, stationId, networkId, actor, operation: 'identity:sign-in.lock' }, async (tx) => {
      tx.audit('user', userId);
      await this.news.accessChanged(tx, userId);
    });
  }

  /** How often a login failed in a row, and until when nothing that is tried with it is looked at. */
  async state(login: string): Promise<{ failures: number; lockedUntil: Temporal.Instant | undefined }> {
    return this.db.tenantRead(installationScope('identity:sign-in.attempt'), async (tx) => {
      const row = await tx.first<AttemptRow>(
        `select failures, last_at as "lastAt", retry_at as "retryAt" from sign_in_attempt where login_hash = $1`,
        [hashOf(login)],
      );
      if (row === undefined || isForgotten(row, tx.now)) return { failures: 0, lockedUntil: undefined };
      const isLocked = row.retryAt.epochMilliseconds > tx.now.epochMilliseconds;
      return { failures: row.failures, lockedUntil: isLocked ? row.retryAt : undefined };
    });
  }

  /** It was no guess, though it was not all either: as if it had not been. */
  async takeBack(login: string): Promise<void> {
    const hash = hashOf(login);
    await this.#tx(async (tx) => {
      await tx.run(
        'update sign_in_attempt set failures = greatest(failures - 1, 0), retry_at = $2 where login_hash = $1',
        [hash, tx.now],
      );
      tx.audit('sign-in-attempt', hash.toString('hex'));
    });
  }

  /** It was they: counts from none again. */
  async succeed(login: string): Promise<void> {
    await this.#tx((tx) => this.forget(tx, login));
  }

  /** The same within another transaction. */
  async forget(tx: Tx, login: string): Promise<void> {
    const hash = hashOf(login);
    await tx.run('delete from sign_in_attempt where login_hash = $1', [hash]);
    tx.audit('sign-in-attempt', hash.toString('hex'));
  }

  /** What nobody would count any more, a few at a time: whoever tries many logins leaves many rows. */
  async #forget(tx: Tx): Promise<void> {
    await tx.run(
      `delete from sign_in_attempt where login_hash in (
         select login_hash from sign_in_attempt where last_at < $1::timestamptz - make_interval(hours => $2)
         order by last_at limit 20 for update skip locked)`,
      [tx.now, FORGOTTEN_HOURS],
    );
  }

  #tx<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.db.tenantTx(installationScope('identity:sign-in.attempt'), work);
  }
}

function isForgotten({ lastAt }: Pick<AttemptRow, 'lastAt'>, now: Temporal.Instant): boolean {
  return now.epochMilliseconds - lastAt.epochMilliseconds > FORGOTTEN_HOURS * 3_600_000;
}

/** What is typed as a login may be a password, by mistake: its hash alone is kept. */
function hashOf(login: string): Buffer {
  return createHash('sha256').update(normalisedLogin(login), 'utf8').digest();
}
