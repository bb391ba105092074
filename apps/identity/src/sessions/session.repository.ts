import type { Temporal } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { SESSION_HOURS, type EndReason, type SessionState } from './session.js';

/** Ended sessions are shown nowhere; they are kept for so long for whoever asks what happened. */
const KEPT_DAYS = 30;

/** Whose session a refresh token is of, and where it works. */
export interface SessionRef {
  readonly networkId: string;
  readonly sessionId: string;
  readonly userId: string;
  readonly stationId: string;
}

export interface OwnSessionRow {
  readonly id: string;
  readonly device: string;
  readonly stationId: string;
  readonly startedAt: Temporal.Instant;
  readonly usedAt: Temporal.Instant;
  readonly expiresAt: Temporal.Instant;
}

/** Sessions and their refresh tokens, within the network of the transaction. */
@Injectable()
export class SessionRepository {
  /** Whatever its network: who refreshes has named none. */
  async search(tx: Tx, hash: Buffer): Promise<SessionRef | undefined> {
    return tx.first(
      `select network_id as "networkId", session_id as "sessionId", user_id as "userId", station_id as "stationId"
       from search_refresh_token($1)`,
      [hash],
    );
  }

  async insert(
    tx: Tx,
    session: { id: string; userId: string; device: string; secondFactorByProvider: boolean; hash: Buffer },
  ): Promise<void> {
    const { id, userId, device, secondFactorByProvider, hash } = session;
    const { networkId, stationId } = tx.scope;
    await tx.run(
      `delete from user_session
       where network_id = $1 and user_id = $2 and expires_at < $3::timestamptz - make_interval(days => $4)`,
      [networkId, userId, tx.now, KEPT_DAYS],
    );
    await tx.run(
      `insert into user_session (network_id, id, user_id, station_id, device, started_at, used_at, expires_at, second_factor_by_provider)
       values ($1, $2, $3, $4, $5, $6, $6, $6::timestamptz + make_interval(hours => $7), $8)`,
      [networkId, id, userId, stationId, device, tx.now, SESSION_HOURS, secondFactorByProvider],
    );
    await this.#issue(tx, id, hash);
  }

  /** State of a session and of one of its tokens; the row is locked, so that of two refreshes one is first. */
  async lock(tx: Tx, sessionId: string, hash: Buffer): Promise<SessionState | undefined> {
    await tx.rows('select from user_session where network_id = $1 and id = $2 for update', [
      tx.scope.networkId,
      sessionId,
    ]);
    return tx.first(
      `select s.ended_at as "endedAt", s.used_at as "usedAt", s.expires_at as "expiresAt", t.spent_at as "spentAt",
         u.idle_minutes as "idleMinutes", s.second_factor_by_provider as "secondFactorByProvider"
       from user_session s
       join app_user u on u.network_id = s.network_id and u.id = s.user_id
       join refresh_token t on t.network_id = s.network_id and t.session_id = s.id and t.hash = $3
       where s.network_id = $1 and s.id = $2`,
      [tx.scope.networkId, sessionId, hash],
    );
  }

  /** Puts one token in the place of another; the session goes on in the station of the transaction. */
  async rotate(tx: Tx, sessionId: string, spent: Buffer, next: Buffer): Promise<void> {
    await tx.run('update refresh_token set spent_at = $2 where hash = $1', [spent, tx.now]);
    await this.#issue(tx, sessionId, next);
    await this.move(tx, sessionId);
  }

  /** The session was used, and works in the station of the transaction. */
  async move(tx: Tx, sessionId: string): Promise<void> {
    await tx.run('update user_session set used_at = $3, station_id = $4 where network_id = $1 and id = $2', [
      tx.scope.networkId,
      sessionId,
      tx.now,
      tx.scope.stationId,
    ]);
  }

  /** @returns whether it had not ended before */
  async end(tx: Tx, sessionId: string, reason: EndReason): Promise<boolean> {
    const ended = await tx.run(
      `update user_session set ended_at = $3, end_reason = $4 where network_id = $1 and id = $2 and ended_at is null`,
      [tx.scope.networkId, sessionId, tx.now, reason],
    );
    return ended > 0;
  }

  /** Ends the sessions of a user: one of them, or all but one; the ids of those that had not ended before. */
  async endOf(
    tx: Tx,
    userId: string,
    reason: EndReason,
    { only, except }: { only?: string; except?: string | undefined } = {},
  ): Promise<string[]> {
    const rows = await tx.rows<{ id: string }>(
      `update user_session set ended_at = $3, end_reason = $4
       where network_id = $1 and user_id = $2 and ended_at is null and expires_at > $3
         and ($5::uuid is null or id = $5) and ($6::uuid is null or id <> $6) returning id`,
      [tx.scope.networkId, userId, tx.now, reason, only ?? null, except ?? null],
    );
    return rows.map(({ id }) => id);
  }

  /** Sessions of a user that still go on, the latest used first. */
  async open(tx: Tx, userId: string): Promise<OwnSessionRow[]> {
    return tx.rows(
      `select s.id, s.device, s.station_id as "stationId", s.started_at as "startedAt", s.used_at as "usedAt",
         s.expires_at as "expiresAt"
       from user_session s join app_user u on u.network_id = s.network_id and u.id = s.user_id
       where s.network_id = $1 and s.user_id = $2 and s.ended_at is null and s.expires_at > $3
         and s.used_at >= $3::timestamptz - make_interval(mins => u.idle_minutes)
       order by s.used_at desc, s.id`,
      [tx.scope.networkId, userId, tx.now],
    );
  }

  async #issue(tx: Tx, sessionId: string, hash: Buffer): Promise<void> {
    await tx.run('insert into refresh_token (network_id, hash, session_id, issued_at) values ($1, $2, $3, $4)', [
      tx.scope.networkId,
      hash,
      sessionId,
      tx.now,
    ]);
  }
}
