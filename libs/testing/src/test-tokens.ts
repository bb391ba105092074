import { derivedId } from '@navette/kernel';
import { EVERY_SERVICE, ISSUER, type Claims } from '@navette/platform/auth';
import type { Actor } from '@navette/platform/database';
import { exportJWK, generateKeyPair, SignJWT, type JSONWebKeySet } from 'jose';
import type { TestTenant } from './tenants.js';

/** Signs access tokens with a key of the test's own; the service under test verifies them as it does any other. */
export class TestTokens {
  #pair: ReturnType<typeof generateKeyPair> | undefined;

  constructor(private readonly kid = 'test') {}

  async keys(): Promise<JSONWebKeySet> {
    const { publicKey } = await this.#keyPair();
    return { keys: [{ ...(await exportJWK(publicKey)), kid: this.kid, alg: 'ES256', use: 'sig' }] };
  }

  async sign(
    tenant: TestTenant,
    actor: Actor = { kind: 'user', id: derivedId('test-user', 'anne') },
    {
      audience = EVERY_SERVICE,
      expiresIn = '5m',
      scope,
    }: { audience?: string; expiresIn?: string; scope?: string } = {},
  ): Promise<string> {
    const claims: Claims = {
      kind: actor.kind,
      station: tenant.stationId,
      network: tenant.networkId,
      grants: 1,
      ...(scope !== undefined && { scope }),
    };
    const token = new SignJWT(claims).setIssuer(ISSUER).setAudience(audience).setSubject(actor.id);
    return this.#signed(token.setIssuedAt().setExpirationTime(expiresIn));
  }

  /** A good signature under any claims, also under those that no token may have. */
  signClaims(claims: Partial<Claims>): Promise<string> {
    return this.#signed(new SignJWT(claims));
  }

  async #signed(token: SignJWT): Promise<string> {
    const { privateKey } = await this.#keyPair();
    return token.setProtectedHeader({ alg: 'ES256', kid: this.kid }).sign(privateKey);
  }

  #keyPair() {
    this.#pair ??= generateKeyPair('ES256', { extractable: true });
    return this.#pair;
  }
}
