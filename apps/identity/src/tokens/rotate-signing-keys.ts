import type { Temporal } from '@navette/kernel';
import { Database, type Tx } from '@navette/platform/database';
import { setTimer, type TimerHandler } from '@navette/platform/timers';
import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { IDENTITY_CONFIG, type IdentityConfig } from '../identity.config.js';
import { installationScope } from '../installation-scope.js';
import { newSigningKey, type SealedKey } from './signing-key.crypto.js';
import { SigningKeyRepository } from './signing-key.repository.js';

const KIND = 'rotate-signing-key';

/** Longer than any service goes without asking for the keys (`TokenVerifier`): all know a key before it signs. */
const PUBLISHED_AHEAD = { minutes: 15 } as const;

/** A key, and from when on it signs. */
export interface RotatedKey {
  readonly kid: string;
  readonly signsFrom: Temporal.Instant;
}

/**
 * ID-6: a new signing key every so many days, or when an operator says so, and nobody is signed out: it is published before
 * it signs, and the one before it verifies until its last token is dead. The next turn is a timer of the installation.
 */
@Injectable()
export class RotateSigningKeys implements TimerHandler, OnApplicationBootstrap {
  readonly kind = KIND;

  constructor(
    private readonly db: Database,
    private readonly keys: SigningKeyRepository,
    @Inject(IDENTITY_CONFIG) private readonly config: IdentityConfig,
  ) {}

  /** The first turn; later ones set themselves. */
  async onApplicationBootstrap(): Promise<void> {
    await this.db.tenantTx(installationScope('identity:key.rotate'), async (tx) => {
      const { stationId } = tx.scope;
      const set = await tx.first('select id from timer where station_id = $1 and kind = $2', [stationId, KIND]);
      tx.changesNothing();
      if (set === undefined) await this.#nextTurn(tx);
    });
  }

  readonly fire: TimerHandler['fire'] = async (_timer, scope, done) => {
    const fresh = await newSigningKey(this.config.keySecret);
    await this.db.tenantTx(scope, async (tx) => {
      await this.#rotate(tx, fresh);
      await done(tx);
    });
  };

  /** Now, by an operator's command; the schedule begins anew. A key that waits for its time is not followed by a second. */
  async execute(): Promise<RotatedKey> {
    const fresh = await newSigningKey(this.config.keySecret);
    return this.db.tenantTx(installationScope('identity:key.rotate'), (tx) => this.#rotate(tx, fresh));
  }

  /**
   * A key is in wrong hands: one that signs at once takes the place of all there are, and what these signed is refused as
   * soon as a service asks for the keys.
   */
  async replaceLeaked(): Promise<RotatedKey> {
    const fresh = await newSigningKey(this.config.keySecret);
    return this.db.tenantTx(installationScope('identity:key.replace'), async (tx) => {
      await this.keys.lockForNew(tx);
      await this.keys.insert(tx, fresh);
      await this.keys.forgetOthers(tx, fresh.kid);
      await this.#nextTurn(tx);
      tx.audit('signing-key', fresh.kid);
      return { kid: fresh.kid, signsFrom: tx.now };
    });
  }

  async #rotate(tx: Tx, fresh: SealedKey): Promise<RotatedKey> {
    await this.keys.lockForNew(tx);
    await this.#nextTurn(tx);
    const waiting = await this.keys.next(tx);
    if (waiting !== undefined) {
      tx.audit('signing-key', waiting.kid);
      return waiting;
    }
    // The very first key has nobody to take over from.
    const signsFrom = (await this.keys.current(tx)) === undefined ? tx.now : tx.now.add(PUBLISHED_AHEAD);
    await this.keys.insert(tx, fresh, signsFrom);
    await this.keys.retireOthers(tx, fresh.kid, signsFrom);
    await this.keys.forget(tx);
    tx.audit('signing-key', fresh.kid);
    return { kid: fresh.kid, signsFrom };
  }

  async #nextTurn(tx: Tx): Promise<void> {
    await setTimer(tx, { kind: KIND, key: '', dueAt: tx.now.add({ hours: 24 * this.config.keyDays }) });
  }
}
