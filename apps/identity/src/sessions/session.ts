import { defineErrors, type Temporal } from '@navette/kernel';

export const sessionErrors = defineErrors('identity', {
  // A token that is unknown, spent, of a session that is over or of somebody who is gone: all alike.
  'session.refused': { kind: 'unauthenticated', params: [] },
  'session.not-found': { kind: 'not-found', params: [] },
});

/** A session is over after a working day, however much it is used (ID-6). */
export const SESSION_HOURS = 12;
/**
 * A spent refresh token still answers for so long, with the very token it was spent for: two tabs refresh at once, or an
 * answer is lost on its way.
 */
export const GRACE_SECONDS = 10;

/** Why a session ended. */
export type EndReason = 'signed-out' | 'ended' | 'idle' | 'expired' | 'reused' | 'password' | 'deactivated';

/** What is known of a session when one of its tokens comes. */
export interface SessionState {
  readonly endedAt: Temporal.Instant | null;
  readonly usedAt: Temporal.Instant;
  readonly expiresAt: Temporal.Instant;
  readonly idleMinutes: number;
  /** When the token that came was spent; null for the one that is good. */
  readonly spentAt: Temporal.Instant | null;
  /** The OpenID provider answered for a second factor (ID-7). */
  readonly secondFactorByProvider: boolean;
}

/** What a refresh token is worth: `next` spends it, `again` repeats what it was spent for, else why the session ends. */
export type Verdict = 'next' | 'again' | 'over' | Extract<EndReason, 'idle' | 'expired' | 'reused'>;

/** ID-6: whether a session goes on. Idle time runs from its last refresh. */
export function judge(
  { endedAt, usedAt, expiresAt, idleMinutes, spentAt }: Omit<SessionState, 'secondFactorByProvider'>,
  now: Temporal.Instant,
): Verdict {
  const passed = (since: Temporal.Instant) => now.epochMilliseconds - since.epochMilliseconds;
  if (endedAt !== null) return 'over';
  if (passed(expiresAt) >= 0) return 'expired';
  if (passed(usedAt) > idleMinutes * 60_000) return 'idle';
  if (spentAt === null) return 'next';
  return passed(spentAt) <= GRACE_SECONDS * 1_000 ? 'again' : 'reused';
}
