import type { RefreshSessionRequest, TokenResponse } from '@navette/contracts/identity/v1/service';
import { EVERY_SERVICE } from '@navette/platform/auth';
import { Database, type Scope } from '@navette/platform/database';
import { Inject, Injectable } from '@nestjs/common';
import { IDENTITY_CONFIG, type IdentityConfig } from '../identity.config.js';
import { installationScope } from '../installation-scope.js';
import { AccessTokens } from '../tokens/access-tokens.js';
import { placeOf } from '../users/user.js';
import { UserNews } from '../users/user-news.js';
import { UserRepository } from '../users/user.repository.js';
import { EnterStation } from './enter-station.js';
import { nextRefreshToken, refreshTokenHash } from './refresh-token.hash.js';
import { judge, sessionErrors } from './session.js';
import { SessionRepository } from './session.repository.js';

/**
 * ID-6: the next tokens of a session, in its station or another of the person's. A token that was spent before ends the
 * session: whoever has it has a copy.
 */
@Injectable()
export class RefreshSession {
  constructor(
    private readonly db: Database,
    private readonly sessions: SessionRepository,
    private readonly users: UserRepository,
    private readonly entry: EnterStation,
    private readonly tokens: AccessTokens,
    private readonly news: UserNews,
    @Inject(IDENTITY_CONFIG) private readonly config: IdentityConfig,
  ) {}

  /** @throws DomainError `identity.session.refused`, `identity.sign-in.station-not-accepted` */
  async execute(call: Scope, { refreshToken, stationCode }: RefreshSessionRequest): Promise<TokenResponse> {
    const hash = refreshTokenHash(refreshToken);
    const known = await this.db.tenantRead(installationScope('identity:session.refresh'), async (tx) => {
      const session = await this.sessions.search(tx, hash);
      return session && { ...session, places: await this.users.places(tx, session.userId) };
    });
    if (known === undefined) throw sessionErrors.error('session.refused');
    const { networkId, sessionId, userId, places } = known;
    // Who has lost the station meanwhile goes on in their first.
    const here = places.find(({ stationId }) => stationId === known.stationId) ?? places[0];
    const place = here === undefined || stationCode === '' ? here : placeOf(places, stationCode);
    const actor = { kind: 'user', id: userId } as const;
    const scope: Scope = {
      ...call,
      stationId: place?.stationId ?? known.stationId,
      networkId,
      actor,
      operation: 'identity:session.refresh',
    };
    const next = nextRefreshToken(refreshToken, this.config.keySecret);
    const entered = await this.db.tenantTx(scope, async (tx) => {
      const state = await this.sessions.lock(tx, sessionId, hash);
      const verdict = state === undefined || place === undefined ? 'over' : judge(state, tx.now);
      if (state === undefined || verdict === 'over') {
        tx.changesNothing();
        return undefined;
      }
      tx.audit('session', sessionId);
      if (verdict === 'next') await this.sessions.rotate(tx, sessionId, hash, refreshTokenHash(next));
      else if (verdict === 'again') await this.sessions.move(tx, sessionId);
      else {
        await this.sessions.end(tx, sessionId, verdict);
        await this.news.accessChanged(tx, userId);
        return undefined;
      }
      const left = state.expiresAt.epochMilliseconds - tx.now.epochMilliseconds;
      const { secondFactorDue, ...entry } = await this.entry.within(tx, state.secondFactorByProvider);
      const lifetimeSeconds = Math.floor(left / 1_000);
      return { entry, session: { refreshToken: next, lifetimeSeconds, secondFactorDue } };
    });
    if (entered === undefined || place === undefined) throw sessionErrors.error('session.refused');
    const { entry, session } = entered;
    return { ...(await this.tokens.issue({ ...place, ...entry, actor, audience: EVERY_SERVICE })), session };
  }
}
