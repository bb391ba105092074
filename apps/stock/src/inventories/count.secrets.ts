import { createHash, randomBytes } from 'node:crypto';

/** A secret of so many bytes, to be said once. */
export function newSecret(bytes: 16 | 32): string {
  return randomBytes(bytes).toString('base64url');
}

/** What is kept of a secret. It is random, so that nothing slower is needed. */
export function hashOfSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
