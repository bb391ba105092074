import type { Tx } from '@navette/platform/database';
import { TOKEN_SECONDS } from '@navette/platform/auth';
import { Injectable } from '@nestjs/common';
import type { JWK } from 'jose';
import type { SealedKey } from './signing-key.crypto.js';

/** Clocks of the services may differ by so much. */
const LEEWAY_SECONDS = 60;
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

  /** Public keys: those to come too, and retired ones for as long as a token of theirs may live. */
  async published(tx: Tx): Promise<JWK[]> {
    const rows = await tx.rows<{ public_jwk: JWK }>(
      `select public_jwk from signing_key where retired_at is null or retired_at > $1 order by not_before, kid`,
      [tx.now.subtract({ seconds: TOKEN_SECONDS + LEEWAY_SECONDS })],
    );
    return rows.map((row) => row.public_jwk);
  }

  /** One maker of keys at a time, until the transaction ends. */
  async lockForNew(tx: Tx): Promise<void> {
    await tx.rows('select pg_advisory_xact_lock($1)', [LOCK]);
  }

  async insert(tx: Tx, { kid, publicJwk, sealedPrivateJwk }: SealedKey): Promise<void> {
    await tx.run(
      `insert into signing_key (kid, public_jwk, sealed_private_jwk, created_at, not_before) values ($1, $2, $3, $4, $4)`,
      [kid, publicJwk, sealedPrivateJwk, tx.now],
    );
  }
}
