import { randomBytes } from 'node:crypto';
import { argon2id, argon2Verify } from 'hash-wasm';

/** 19 MiB, 2 passes, 1 lane (OWASP's first choice): some 75 ms (ID-5). The hash carries them, so old ones still verify. */
const COST = { memorySize: 19_456, iterations: 2, parallelism: 1, hashLength: 32 } as const;

/** argon2id hash in its own encoded form, `$argon2id$v=19$m=…`. */
export function hashPassword(password: string): Promise<string> {
  return argon2id({ ...COST, password: password.normalize('NFKC'), salt: randomBytes(16), outputType: 'encoded' });
}

/** @param hash null for who has no password yet */
export function passwordMatches(password: string, hash: string | null): Promise<boolean> {
  // hash-wasm throws at an empty password, and nobody has one.
  if (password === '' || hash === null) return Promise.resolve(false);
  return argon2Verify({ password: password.normalize('NFKC'), hash });
}
