import { createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';

const BYTES = 16;

/** The secret of a link that is shown to whoever made it: 128 random bits, base64url. */
export function shownSecret(): string {
  return randomBytes(BYTES).toString('base64url');
}

/**
 * The secret of a link that is mailed. It follows from the link's id by a key that only we have, so that each try of the mail
 * has the same one although no table, event or queue ever holds it (ADR 38).
 * @param key `NAVETTE_IDENTITY_SECRET_KEY`
 */
export function mailedSecret(linkId: string, key: string): string {
  const own = Buffer.from(hkdfSync('sha256', key, '', 'navette password link', 32));
  return createHmac('sha256', own).update(linkId).digest().subarray(0, BYTES).toString('base64url');
}

/** As it is kept. Plain SHA-256: nobody guesses 128 bits. */
export function hashOfSecret(secret: string): Buffer {
  return createHash('sha256').update(secret, 'utf8').digest();
}
