import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from './clock.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Root of every derived id; any fixed UUID would do, it must never change. */
const SEED_ROOT = '6e617665-7474-4e00-8000-000000000001';

const COUNTER_BITS = 74n;
const LOW_BITS = 62n;
const LOW_MASK = (1n << LOW_BITS) - 1n;

type Last = { millisecond: number; counter: bigint };

/** One sequence per clock: a test that holds two clocks must not see the ids of one dated by the other. */
const lastOf = new WeakMap<Clock, Last>();

/**
 * A new UUIDv7 (RFC 9562), lower-case. Ids drawn from one clock in one process only grow: within a millisecond, and while
 * the clock goes back, the last id is counted up (RFC 9562 § 6.2, method 2).
 *
 * It tells when it was made: it never stands in a public link (decisions.md, "Ids").
 */
export function newId(clock: Clock): string {
  const now = clock.now().epochMilliseconds;
  const last = lastOf.get(clock);
  let next: Last;
  if (last === undefined || now > last.millisecond) next = { millisecond: now, counter: freshCounter() };
  else if (last.counter + 1n < 1n << COUNTER_BITS) next = { ...last, counter: last.counter + 1n };
  else next = { millisecond: last.millisecond + 1, counter: freshCounter() };
  lastOf.set(clock, next);
  const high =
    ((BigInt(next.millisecond) << 16n) | (0x7n << 12n) | (next.counter >> LOW_BITS)) & 0xffff_ffff_ffff_ffffn;
  const low = (0b10n << LOW_BITS) | (next.counter & LOW_MASK);
  return dashed(hex64(high) + hex64(low));
}

/**
 * The same id for the same names, on every machine: a UUIDv5 of `name` in the UUIDv5 of `namespace`. For seeds and
 * generators (decisions.md, "Seeds and generators"); anybody can compute it, so it hides nothing.
 */
export function derivedId(namespace: string, name: string): string {
  return nameBased(nameBased(SEED_ROOT, namespace), name);
}

/** True for a lower-case UUID with its dashes, any version of RFC 9562; false for the nil and max UUIDs. */
export function isUuid(text: unknown): text is string {
  return typeof text === 'string' && UUID.test(text);
}

/** The top bit starts at 0, so that at least 2^73 ids fit in the millisecond. */
function freshCounter(): bigint {
  return BigInt(`0x${randomBytes(10).toString('hex')}`) & ((1n << (COUNTER_BITS - 1n)) - 1n);
}

function nameBased(namespaceId: string, name: string): string {
  const hash = createHash('sha1')
    .update(Buffer.from(namespaceId.replaceAll('-', ''), 'hex'))
    .update(name, 'utf8')
    .digest();
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x50;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  return dashed(hash.toString('hex', 0, 16));
}

function hex64(value: bigint): string {
  return value.toString(16).padStart(16, '0');
}

function dashed(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
