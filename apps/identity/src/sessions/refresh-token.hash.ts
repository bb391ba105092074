import { createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';

const BYTES = 32;

/** The first refresh token of a session: 256 random bits, base64url. */
export function firstRefreshToken(): string {
  return randomBytes(BYTES).toString('base64url');
}

/**
 * The token that follows another. It follows from it by a key that only we have, so that a token that comes twice within
 * the grace is answered alike although only hashes are kept.
 * @param secret `NAVETTE_IDENTITY_SECRET_KEY`
 */
export function nextRefreshToken(token: string, secret: string): string {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'navette refresh token', BYTES));
  return createHmac('sha256', key).update(token).digest('base64url');
}

/** As it is kept. Plain SHA-256: nobody guesses 256 bits. */
export function refreshTokenHash(token: string): Buffer {
  return createHash('sha256').update(token, 'utf8').digest();
}
