import { describe, expect, it } from '@jest/globals';
import { newSigningKey, seal, unseal } from './signing-key.crypto.js';

const SECRET = 'a'.repeat(32);

describe('ID-8 signing key at rest', () => {
  it('opens with its secret, and publishes no private part', async () => {
    const { kid, publicJwk, sealedPrivateJwk } = await newSigningKey(SECRET);
    expect(publicJwk).toMatchObject({ kid, kty: 'EC', crv: 'P-256', alg: 'ES256', use: 'sig' });
    expect(publicJwk).not.toHaveProperty('d');
    expect(unseal(sealedPrivateJwk, kid, SECRET)).toMatchObject({
      x: publicJwk.x,
      y: publicJwk.y,
      d: expect.any(String),
    });
  });

  it('does not open with another secret, as another key, or changed', () => {
    const sealed = seal({ kty: 'EC', d: 'x' }, 'one', SECRET);
    expect(() => unseal(sealed, 'one', 'b'.repeat(32))).toThrow('NAVETTE_IDENTITY_SECRET_KEY');
    expect(() => unseal(sealed, 'two', SECRET)).toThrow('NAVETTE_IDENTITY_SECRET_KEY');
    const changed = Buffer.from(sealed);
    changed[changed.length - 1] = (changed.at(-1) as number) ^ 1;
    expect(() => unseal(changed, 'one', SECRET)).toThrow('NAVETTE_IDENTITY_SECRET_KEY');
  });
});
