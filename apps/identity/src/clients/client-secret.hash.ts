import { createHash, timingSafeEqual } from 'node:crypto';

/**
 * Hash of a client's secret (ID-8). Plain SHA-256, not argon2id: secrets are long random numbers of our own making (256
 * bits), which nobody guesses however fast the hash, and services present theirs often.
 */
export function secretHash(secret: string): Buffer {
  return createHash('sha256').update(secret, 'utf8').digest();
}

/** Takes the same time wherever the two differ, and as long for a client that does not exist (`hash` undefined). */
export function secretMatches(secret: string, hash: Uint8Array | undefined): boolean {
  const given = secretHash(secret);
  return timingSafeEqual(given, hash ?? Buffer.alloc(given.length)) && hash !== undefined;
}
