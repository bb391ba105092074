import type {
  EndUserSessionsRequest,
  GetUserAccessResponse,
  UserSession,
} from '@navette/contracts/identity/v1/service';
import { isUuid } from '@navette/kernel';
import { Database, type Scope, type Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { sessionErrors } from '../sessions/session.js';
import { SessionRepository } from '../sessions/session.repository.js';
import { Administers } from './administers.js';
import { PasswordLinkRepository } from './password-link.repository.js';
import { SignInAttempts } from './sign-in-attempts.js';
import { UserNews } from './user-news.js';
import { UserRepository, type UserRecord } from './user.repository.js';
import { userErrors } from './user.js';

/**
 * ID-5, ID-6: whether a user can get in and where they are in, for whoever administers them in all their stations: a session
 * works in any of these, and the lock is of the login.
 */
@Injectable()
export class UserAccess {
  constructor(
    private readonly db: Database,
    private readonly users: UserRepository,
    private readonly sessions: SessionRepository,
    private readonly attempts: SignInAttempts,
    private readonly administers: Administers,
    private readonly links: PasswordLinkRepository,
    private readonly news: UserNews,
  ) {}

  /** @throws DomainError `identity.user.not-found`, `identity.user.works-elsewhere` */
  async get(scope: Scope, userId: string): Promise<GetUserAccessResponse> {
    await this.administers.assert(scope, userId);
    const { user, sessions, linkUntil } = await this.db.tenantRead(scope, async (tx) => ({
      user: await this.#user(tx, userId),
      sessions: await this.sessions.open(tx, userId),
      linkUntil: await this.links.openUntil(tx, userId),
    }));
    const { failures, lockedUntil } = await this.attempts.state(user.login);
    return {
      failures,
      lockedUntil: lockedUntil?.toString() ?? '',
      sessions: sessions.map(toSession),
      hasPassword: user.hasPassword,
      linkExpiresAt: linkUntil?.toString() ?? '',
    };
  }

  /**
   * Ends one session, or all; an access token of theirs works for at most five minutes more (ADR 21).
   * @returns how many had not ended before
   * @throws DomainError `identity.user.not-found`, `identity.user.works-elsewhere`, `identity.session.not-found`, also for
   *   that of somebody else
   */
  async end(scope: Scope, { userId, id }: EndUserSessionsRequest): Promise<number> {
    await this.administers.assert(scope, userId);
    if (id !== '' && !isUuid(id)) throw sessionErrors.error('session.not-found');
    return this.db.command(scope, async (tx) => {
      const ended = await this.sessions.endOf(tx, userId, 'ended', id === '' ? {} : { only: id });
      if (id !== '' && ended.length === 0) throw sessionErrors.error('session.not-found');
      for (const one of ended) tx.audit('session', one);
      if (ended.length === 0) tx.changesNothing();
      else await this.news.accessChanged(tx, userId);
      return ended.length;
    });
  }

  /** @throws DomainError `identity.user.not-found`, `identity.user.works-elsewhere` */
  async unlock(scope: Scope, userId: string): Promise<void> {
    await this.administers.assert(scope, userId);
    await this.db.command(scope, async (tx) => {
      await this.attempts.forget(tx, (await this.#user(tx, userId)).login);
      await this.news.accessChanged(tx, userId);
      tx.audit('user', userId);
    });
  }

  async #user(tx: Tx, userId: string): Promise<UserRecord> {
    const user = await this.users.byId(tx, userId);
    if (user === undefined) throw userErrors.error('user.not-found');
    return user;
  }
}

function toSession({ startedAt, usedAt, expiresAt, ...session }: SessionRow): UserSession {
  return {
    ...session,
    startedAt: startedAt.toString(),
    usedAt: usedAt.toString(),
    expiresAt: expiresAt.toString(),
  };
}

type SessionRow = Awaited<ReturnType<SessionRepository['open']>>[number];
