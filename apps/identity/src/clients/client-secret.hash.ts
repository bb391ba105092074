import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

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

/** A secret that nobody guesses: 256 bits. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/**
 * A client id that says whose it is to people who read logs. Its end is random: ids are unique in the installation, and a
 * name that is taken would tell one network of another's partners (ID-10).
 */
export function newClientId(name: string): string {
  const plain = name.normalize('NFKD').replace(/\p{Diacritic}/gu, '').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^[-0-9]+|-+$/g, ''); // prettier-ignore
  // `service-…` are our own.
  const slug = plain === '' || plain.startsWith('service') ? 'client' : plain.slice(0, 20).replace(/-+$/, '');
  return `${slug}-${randomBytes(5).toString('hex')}`;
}
