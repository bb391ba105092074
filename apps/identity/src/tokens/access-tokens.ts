import type { TokenResponse } from '@navette/contracts/identity/v1/service';
import { ISSUER, TOKEN_SECONDS, type Claims } from '@navette/platform/auth';
import { Database, type Actor } from '@navette/platform/database';
import { Inject, Injectable } from '@nestjs/common';
import { importJWK, SignJWT, type CryptoKey, type JSONWebKeySet } from 'jose';
import { IDENTITY_CONFIG, type IdentityConfig } from '../identity.config.js';
import { installationScope } from '../installation-scope.js';
import { newSigningKey, unseal } from './signing-key.crypto.js';
import { SigningKeyRepository } from './signing-key.repository.js';

/** Who a token is for, where, and for whom to take it. */
export interface TokenContent {
  readonly actor: Actor;
  readonly stationId: string;
  readonly networkId: string;
  readonly grantsVersion: number;
  readonly audience: string;
  /** The only rights it shall be good for; absent for all that the actor has. */
  readonly scopes?: readonly string[];
}

/** ID-6 (its access token), ID-8: ES256 tokens of five minutes, and the public keys that verify them. */
@Injectable()
export class AccessTokens {
  readonly #opened = new Map<string, CryptoKey>();

  constructor(
    private readonly db: Database,
    private readonly keys: SigningKeyRepository,
    @Inject(IDENTITY_CONFIG) private readonly config: IdentityConfig,
  ) {}

  async issue({ actor, stationId, networkId, grantsVersion, audience, scopes }: TokenContent): Promise<TokenResponse> {
    const { kid, key } = await this.#signingKey();
    const now = Math.floor(this.db.clock.now().epochMilliseconds / 1_000);
    const claims: Claims = {
      kind: actor.kind,
      station: stationId,
      network: networkId,
      grants: grantsVersion,
      ...(scopes !== undefined && { scope: scopes.join(' ') }),
    };
    const accessToken = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'ES256', kid })
      .setIssuer(ISSUER)
      .setAudience(audience)
      .setSubject(actor.id)
      .setIssuedAt(now)
      .setExpirationTime(now + TOKEN_SECONDS)
      .sign(key);
    return { accessToken, expiresInSeconds: TOKEN_SECONDS, session: undefined };
  }

  /** RFC 7517 key set. Never empty: who fetched an empty one would refuse every token until it asks again. */
  async publicKeys(): Promise<JSONWebKeySet> {
    await this.#current();
    return { keys: await this.db.tenantRead(installationScope('identity:key.read'), (tx) => this.keys.published(tx)) };
  }

  async #signingKey(): Promise<{ kid: string; key: CryptoKey }> {
    const { kid, sealedPrivateJwk } = await this.#current();
    let key = this.#opened.get(kid);
    if (key === undefined) {
      key = (await importJWK(unseal(sealedPrivateJwk, kid, this.config.keySecret), 'ES256')) as CryptoKey;
      this.#opened.set(kid, key);
    }
    return { kid, key };
  }

  /** The key that signs, made at the first need of it. */
  async #current(): Promise<{ kid: string; sealedPrivateJwk: Buffer }> {
    const scope = installationScope('identity:key.create');
    const known = await this.db.tenantRead(scope, (tx) => this.keys.current(tx));
    if (known !== undefined) return known;
    const fresh = await newSigningKey(this.config.keySecret);
    return this.db.tenantTx(scope, async (tx) => {
      await this.keys.lockForNew(tx);
      const others = await this.keys.current(tx);
      if (others !== undefined) {
        tx.changesNothing();
        return others;
      }
      await this.keys.insert(tx, fresh);
      tx.audit('signing-key', fresh.kid);
      return fresh;
    });
  }
}
