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
    const { privateKey } = await this.#keyPair();
    const claims: Claims = {
      kind: actor.kind,
      station: tenant.stationId,
      network: tenant.networkId,
      grants: 1,
      ...(scope !== undefined && { scope }),
    };
    return new SignJWT(claims)
      .setProtectedHeader({ alg: 'ES256', kid: this.kid })
      .setIssuer(ISSUER)
      .setAudience(audience)
      .setSubject(actor.id)
      .setIssuedAt()
      .setExpirationTime(expiresIn)
      .sign(privateKey);
  }

  #keyPair() {
    this.#pair ??= generateKeyPair('ES256', { extractable: true });
    return this.#pair;
  }
}
