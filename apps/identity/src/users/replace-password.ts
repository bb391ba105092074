import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { SessionRepository } from '../sessions/session.repository.js';
import { PasswordLinkRepository } from './password-link.repository.js';
import { SignInAttempts } from './sign-in-attempts.js';
import { UserNews } from './user-news.js';
import { UserRepository } from './user.repository.js';

/** ID-5: the one way in which a password changes: sessions elsewhere end, links that wait are void, failures are forgotten. */
@Injectable()
export class ReplacePassword {
  constructor(
    private readonly users: UserRepository,
    private readonly sessions: SessionRepository,
    private readonly links: PasswordLinkRepository,
    private readonly attempts: SignInAttempts,
    private readonly news: UserNews,
  ) {}

  /**
   * Part of the caller's transaction, in the user's network.
   * @param keep the session that goes on; none where undefined
   */
  async within(tx: Tx, user: { id: string; login: string }, passwordHash: string, keep?: string): Promise<void> {
    await this.users.replacePassword(tx, user.id, passwordHash);
    await this.links.void(tx, user.id);
    await this.attempts.forget(tx, user.login);
    await this.news.accessChanged(tx, user.id);
    tx.audit('password', user.id);
    for (const session of await this.sessions.endOf(tx, user.id, 'password', { except: keep })) {
      tx.audit('session', session);
    }
  }
}
