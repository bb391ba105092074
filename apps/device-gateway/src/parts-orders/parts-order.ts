import { defineErrors } from '@navette/kernel';

export const partsOrderErrors = defineErrors('device-gateway', {
  'parts-order.not-found': 'not-found',
  'parts-order.invalid': 'invalid',
  'parts-order.reference-wrong': { kind: 'invalid', params: ['max'] },
  // The station wants it no more.
  'parts-order.withdrawn': { kind: 'precondition', params: ['number'] },
  // Under another reference, which is told.
  'parts-order.collected': { kind: 'conflict', params: ['number', 'reference'] },
  'parts-order.state-not-accepted': { kind: 'invalid', params: ['accepted'] },
  'parts-order.cursor-wrong': 'invalid',
});

export const PARTS_ORDER_STATES = ['waiting', 'collected', 'withdrawn'] as const;
export type PartsOrderState = (typeof PARTS_ORDER_STATES)[number];

/** Longest reference of a client, in characters. */
export const LONGEST_REFERENCE = 60;

/**
 * The client's own number of an order, trimmed (GW-3).
 * @throws DomainError `device-gateway.parts-order.invalid`
 */
export function checkedReference(typed: string): string {
  const reference = typed.trim();
  // PostgreSQL keeps no U+0000, and half a surrogate pair is no character.
  const isReadable = !reference.includes('\0') && !/\p{Surrogate}/u.test(reference);
  if (reference !== '' && reference.length <= LONGEST_REFERENCE && isReadable) return reference;
  throw partsOrderErrors.error('parts-order.invalid', {}, [
    partsOrderErrors.field('/reference', 'parts-order.reference-wrong', { max: LONGEST_REFERENCE }),
  ]);
}
