import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { installationScope } from '../installation-scope.js';
import { UserNews } from '../users/user-news.js';
import { refreshTokenHash } from './refresh-token.hash.js';
import { SessionRepository } from './session.repository.js';

/** ID-6: signing out. The access token lives on for at most its five minutes. */
@Injectable()
export class EndSession {
  constructor(
    private readonly db: Database,
    private readonly sessions: SessionRepository,
    private readonly news: UserNews,
  ) {}

  /** Does nothing for a token that is none, or of a session that has ended. */
  async execute(call: Scope, refreshToken: string): Promise<void> {
    const known = await this.db.tenantRead(installationScope('identity:session.end'), (tx) =>
      this.sessions.search(tx, refreshTokenHash(refreshToken)),
    );
    if (known === undefined) return;
    const { stationId, networkId, sessionId, userId } = known;
    const actor = { kind: 'user', id: userId } as const;
    const scope: Scope = { ...call, stationId, networkId, actor, operation: 'identity:session.end' };
    await this.db.tenantTx(scope, async (tx) => {
      if (!(await this.sessions.end(tx, sessionId, 'signed-out'))) return tx.changesNothing();
      tx.audit('session', sessionId);
      await this.news.accessChanged(tx, userId);
    });
  }
}
