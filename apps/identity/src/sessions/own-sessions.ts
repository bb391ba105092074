import type { EndOwnSessionsRequest, OwnSession } from '@navette/contracts/identity/v1/service';
import { isUuid } from '@navette/kernel';
import { Database, type Scope, type Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { UserNews } from '../users/user-news.js';
import { refreshTokenHash } from './refresh-token.hash.js';
import { sessionErrors } from './session.js';
import { SessionRepository } from './session.repository.js';

/** ID-6: where somebody is signed in, and how they end it from elsewhere. */
@Injectable()
export class OwnSessions {
  constructor(
    private readonly db: Database,
    private readonly sessions: SessionRepository,
    private readonly news: UserNews,
  ) {}

  list(scope: Scope, refreshToken: string): Promise<OwnSession[]> {
    return this.db.tenantRead(scope, async (tx) => {
      const current = await this.current(tx, refreshToken);
      const open = await this.sessions.open(tx, scope.actor.id);
      return open.map(({ startedAt, usedAt, expiresAt, ...session }) => ({
        ...session,
        startedAt: startedAt.toString(),
        usedAt: usedAt.toString(),
        expiresAt: expiresAt.toString(),
        current: session.id === current,
      }));
    });
  }

  /**
   * Ends one session of the caller's, or all but the one of the refresh token.
   * @returns how many had not ended before
   * @throws DomainError `identity.session.not-found`, also for somebody else's
   */
  async end(scope: Scope, { id, refreshToken }: EndOwnSessionsRequest): Promise<number> {
    if (id !== '' && !isUuid(id)) throw sessionErrors.error('session.not-found');
    return this.db.command(scope, async (tx) => {
      const which = id !== '' ? { only: id } : { except: await this.current(tx, refreshToken) };
      const ended = await this.sessions.endOf(tx, scope.actor.id, 'ended', which);
      if (id !== '' && ended.length === 0) throw sessionErrors.error('session.not-found');
      for (const one of ended) tx.audit('session', one);
      if (ended.length === 0) tx.changesNothing();
      else await this.news.accessChanged(tx, scope.actor.id);
      return ended.length;
    });
  }

  /** The session of a refresh token, where it is the caller's. */
  async current(tx: Tx, refreshToken: string): Promise<string | undefined> {
    const found = await this.sessions.search(tx, refreshTokenHash(refreshToken));
    return found?.userId === tx.scope.actor.id ? found.sessionId : undefined;
  }
}
