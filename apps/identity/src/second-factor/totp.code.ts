import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { defineErrors } from '@navette/kernel';

export const totpErrors = defineErrors('identity', {
  // The password was right; nothing is counted.
  'second-factor.code-required': { kind: 'unauthenticated', params: [] },
  // Wrong, too old or used before: alike.
  'second-factor.code-refused': { kind: 'unauthenticated', params: [] },
  'second-factor.enrolled-already': { kind: 'conflict', params: [] },
  'second-factor.not-started': { kind: 'precondition', params: [] },
  'second-factor.policy-not-accepted': { kind: 'invalid', params: ['accepted'] },
});

export const POLICIES = ['optional', 'required'] as const;
export type Policy = (typeof POLICIES)[number];

const STEP_SECONDS = 30;
const RECOVERY_CODES = 10;
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** A new shared secret: 160 bits, as RFC 4226 § 4 recommends. */
export function newTotpSecret(): Buffer {
  return randomBytes(20);
}

/** The code of a step of thirty seconds (RFC 6238, SHA-1, six digits: what every authenticator app computes). */
export function totpCode(secret: Uint8Array, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', secret).update(counter).digest();
  const offset = (mac.at(-1) as number) & 0xf;
  return String((mac.readUInt32BE(offset) & 0x7fff_ffff) % 1_000_000).padStart(6, '0');
}

/**
 * The step a code is of: the present one or a neighbour, since clocks differ, and later than the last one used, so that no
 * code is good twice (RFC 6238 § 5.2).
 * @returns undefined where it is of none
 */
export function stepOf(code: string, secret: Uint8Array, seconds: number, lastStep: number): number | undefined {
  const present = Math.floor(seconds / STEP_SECONDS);
  const given = Buffer.from(code.replaceAll(' ', ''));
  return [present - 1, present, present + 1].find((step) => {
    const expected = Buffer.from(totpCode(secret, step));
    return step > lastStep && given.length === expected.length && timingSafeEqual(given, expected);
  });
}

/** What an authenticator app reads from the picture that the page draws of it. */
export function otpauthUri(secret: Uint8Array, login: string): string {
  const query = new URLSearchParams({ secret: base32(secret), issuer: 'Navette' });
  return `otpauth://totp/Navette:${encodeURIComponent(login)}?${query.toString()}`;
}

/** RFC 4648 § 6, without padding: twenty bytes need none. */
export function base32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{5}/g) ?? []).map((five) => BASE32[parseInt(five, 2)]).join('');
}

/** Ten codes of 50 random bits each, `ABCDE-FGHIJ`; each is good once. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: RECOVERY_CODES }, () => {
    const text = base32(randomBytes(10)).slice(0, 10);
    return `${text.slice(0, 5)}-${text.slice(5)}`;
  });
}

/** As it is kept, however it is typed. Guessing is what the lock-out is for; the user is mixed in. */
export function recoveryCodeHash(code: string, userId: string): Buffer {
  const letters = code.toUpperCase().replace(/[^A-Z2-7]/g, '');
  return createHash('sha256').update(`${userId} ${letters}`).digest();
}
