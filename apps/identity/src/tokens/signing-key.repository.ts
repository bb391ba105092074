import type { Temporal } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import { TOKEN_SECONDS } from '@navette/platform/auth';
import { Injectable } from '@nestjs/common';
import type { JWK } from 'jose';
import type { SealedKey } from './signing-key.crypto.js';

/** Clocks of the services may differ by so much. */
const LEEWAY_SECONDS = 60;
/** For so long after it retired a token of a key may live. */
const LAST_TOKEN = { seconds: TOKEN_SECONDS + LEEWAY_SECONDS } as const;
const LOCK = 0x6b657973; // "keys"

@Injectable()
export class SigningKeyRepository {
  /** The key that signs now. */
  async current(tx: Tx): Promise<{ kid: string; sealedPrivateJwk: Buffer } | undefined> {
    return tx.first(
      `select kid, sealed_private_jwk as "sealedPrivateJwk" from signing_key
       where not_before <= $1 and (retired_at is null or retired_at > $1) order by not_before desc, kid limit 1`,
      [tx.now],
    );
  }

  /** The key that will sign, where one is published before its time. */
  async next(tx: Tx): Promise<{ kid: string; signsFrom: Temporal.Instant } | undefined> {
    return tx.first(
      `select kid, not_before as "signsFrom" from signing_key
       where not_before > $1 and retired_at is null order by not_before desc, kid limit 1`,
      [tx.now],
    );
  }

  /** Public keys: those to come too, and retired ones for as long as a token of theirs may live. */
  async published(tx: Tx): Promise<JWK[]> {
    const rows = await tx.rows<{ public_jwk: JWK }>(
      `select public_jwk from signing_key where retired_at is null or retired_at > $1 order by not_before, kid`,
      [tx.now.subtract(LAST_TOKEN)],
    );
    return rows.map((row) => row.public_jwk);
  }

  /** One maker of keys at a time, until the transaction ends. */
  async lockForNew(tx: Tx): Promise<void> {
    await tx.rows('select pg_advisory_xact_lock($1)', [LOCK]);
  }

  async insert(tx: Tx, { kid, publicJwk, sealedPrivateJwk }: SealedKey, signsFrom = tx.now): Promise<void> {
    await tx.run(
      `insert into signing_key (kid, public_jwk, sealed_private_jwk, created_at, not_before) values ($1, $2, $3, $4, $5)`,
      [kid, publicJwk, sealedPrivateJwk, tx.now, signsFrom],
    );
  }

  /** All keys but one sign until an instant, those that would sign later from their beginning not at all. */
  async retireOthers(tx: Tx, kid: string, at: Temporal.Instant): Promise<void> {
    await tx.run('update signing_key set retired_at = $2 where kid <> $1 and (retired_at is null or retired_at > $2)', [
      kid,
      at,
    ]);
  }

  /** Removes retired keys, private halves and all, whose last token is dead. */
  async forget(tx: Tx): Promise<void> {
    await tx.run('delete from signing_key where retired_at <= $1', [tx.now.subtract(LAST_TOKEN)]);
  }

  /** Removes every key but one: no token of theirs verifies any more. */
  async forgetOthers(tx: Tx, kid: string): Promise<void> {
    await tx.run('delete from signing_key where kid <> $1', [kid]);
  }
}
