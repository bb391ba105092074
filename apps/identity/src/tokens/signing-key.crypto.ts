import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';

const IV_BYTES = 12;
const TAG_BYTES = 16;

/** A key pair as it is kept: the public half in clear, the private one sealed. */
export interface SealedKey {
  /** RFC 7638 thumbprint of the public key. */
  readonly kid: string;
  readonly publicJwk: JWK;
  readonly sealedPrivateJwk: Buffer;
}

/** A new ES256 key pair, its private half sealed with `secret`. */
export async function newSigningKey(secret: string): Promise<SealedKey> {
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(jwk);
  return {
    kid,
    publicJwk: { ...jwk, kid, alg: 'ES256', use: 'sig' },
    sealedPrivateJwk: seal(await exportJWK(privateKey), kid, secret),
  };
}

/** A key as `sealText` seals, for its own id. */
export function seal(privateJwk: JWK, kid: string, secret: string): Buffer {
  return sealText(JSON.stringify(privateJwk), kid, secret);
}

/** AES-256-GCM: iv, tag, ciphertext. The purpose is authenticated, so that nothing sealed can take the place of another. */
export function sealText(text: string, purpose: string, secret: string): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', sealingKey(secret), iv).setAAD(Buffer.from(purpose));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]);
}

/** @throws Error when the secret is not the one it was sealed with, or the row was tampered with */
export function unseal(sealed: Buffer, kid: string, secret: string): JWK {
  return JSON.parse(unsealText(sealed, kid, secret)) as JWK;
}

/** @throws Error when secret or purpose are not those it was sealed with, or it was tampered with */
export function unsealText(sealed: Buffer, purpose: string, secret: string): string {
  try {
    const iv = sealed.subarray(0, IV_BYTES);
    const decipher = createDecipheriv('aes-256-gcm', sealingKey(secret), iv, { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(purpose)).setAuthTag(sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    const text = Buffer.concat([decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
    return text.toString('utf8');
  } catch (cause) {
    throw new Error(`${purpose} does not open with NAVETTE_IDENTITY_SECRET_KEY`, { cause });
  }
}

/** HKDF, not a slow hash: the configured secret is random, at least 32 characters (`identity.config.ts`). */
function sealingKey(secret: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', 'navette identity signing key', 32));
}
