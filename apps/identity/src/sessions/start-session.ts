import type { TokenResponse } from '@navette/contracts/identity/v1/service';
import { EVERY_SERVICE } from '@navette/platform/auth';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { AccessTokens } from '../tokens/access-tokens.js';
import type { Place } from '../users/user.js';
import { UserNews } from '../users/user-news.js';
import { firstRefreshToken, refreshTokenHash } from './refresh-token.hash.js';
import { SESSION_HOURS } from './session.js';
import { EnterStation } from './enter-station.js';
import { SessionRepository } from './session.repository.js';

/** ID-6: a session of somebody who has proved who they are, in one of their stations. */
@Injectable()
export class StartSession {
  constructor(
    private readonly db: Database,
    private readonly sessions: SessionRepository,
    private readonly entry: EnterStation,
    private readonly tokens: AccessTokens,
    private readonly news: UserNews,
  ) {}

  /**
   * @param call of the request; its station and actor are those of the session
   * @param secondFactorByProvider their OpenID provider answered for a second factor (ID-7)
   */
  async execute(
    call: Scope,
    userId: string,
    place: Place,
    device: string,
    secondFactorByProvider = false,
  ): Promise<TokenResponse> {
    const actor = { kind: 'user', id: userId } as const;
    const scope: Scope = {
      ...call,
      stationId: place.stationId,
      networkId: place.networkId,
      actor,
      operation: 'identity:session.start',
    };
    const refreshToken = firstRefreshToken();
    const { secondFactorDue, ...entry } = await this.db.tenantTx(scope, async (tx) => {
      const id = tx.newId();
      // Cut between characters, not within one.
      const known = [...device].slice(0, 200).join('').slice(0, 200);
      await this.sessions.insert(tx, {
        id,
        userId,
        device: known,
        secondFactorByProvider,
        hash: refreshTokenHash(refreshToken),
      });
      tx.audit('session', id);
      await this.news.accessChanged(tx, userId);
      return this.entry.within(tx, secondFactorByProvider);
    });
    const token = await this.tokens.issue({ ...place, ...entry, actor, audience: EVERY_SERVICE });
    return { ...token, session: { refreshToken, lifetimeSeconds: SESSION_HOURS * 3_600, secondFactorDue } };
  }
}
