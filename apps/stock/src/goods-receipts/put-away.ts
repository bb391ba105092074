import { Quantity } from '@navette/kernel';
import { allocate, freeSupplies, type Supply } from '../allocations/allocation-policy.js';
import type { UnmetNeed } from '../needs/need.js';

/** Where pieces of a part go: to a need or, without one, to the shelf. */
export interface Place {
  readonly partId: string;
  readonly needId: string | null;
  readonly quantity: Quantity;
}

/** A piece that was scanned; `told` is whose it was said to be, undefined where nothing was said yet. */
export interface ScannedPiece {
  readonly id: string;
  readonly partId: string;
  readonly told: string | null | undefined;
}

/**
 * Where what a draft brings would go if it were validated now: by the function that validation allocates with (ST-13).
 * @param balances what is free of each part, below zero where some is missing
 */
export function foreseenPlaces(
  needs: readonly UnmetNeed[],
  balances: ReadonlyMap<string, Quantity>,
  supplies: readonly Supply[],
): Place[] {
  const free = new Map(balances);
  for (const { partId, quantity } of supplies) free.set(partId, (free.get(partId) ?? Quantity.zero).plus(quantity));
  const positive = new Map([...free].filter(([, quantity]) => quantity.isPositive()));
  const given = allocate(needs, freeSupplies(positive, supplies)).filter(({ supply }) => supply.receiptLineId !== null);
  return placesOf(
    supplies,
    given.map(({ needId, supply, quantity }) => ({ partId: supply.partId, needId, quantity })),
  );
}

/** By part in the order of what was brought; of a part those who got some in their order, then what is left for the shelf. */
export function placesOf(
  brought: readonly { readonly partId: string; readonly quantity: Quantity }[],
  given: readonly { readonly partId: string; readonly needId: string; readonly quantity: Quantity }[],
): Place[] {
  const byPart = new Map<string, { left: Quantity; needs: Map<string, Quantity> }>();
  for (const { partId, quantity } of brought) {
    const known = byPart.get(partId);
    if (known === undefined) byPart.set(partId, { left: quantity, needs: new Map() });
    else known.left = known.left.plus(quantity);
  }
  for (const { partId, needId, quantity } of given) {
    const part = byPart.get(partId);
    if (part === undefined) continue;
    part.left = part.left.minus(quantity);
    part.needs.set(needId, (part.needs.get(needId) ?? Quantity.zero).plus(quantity));
  }
  return [...byPart].flatMap(([partId, { left, needs }]) => [
    ...[...needs].map(([needId, quantity]) => ({ partId, needId, quantity })),
    ...(left.isPositive() ? [{ partId, needId: null, quantity: left }] : []),
  ]);
}

/**
 * Whose each scanned piece is. Pieces of a part are all alike, so that a piece stays whose it was said to be as long as that
 * one still gets as many; the others go where some are still missing, in the order of the places, at last to the shelf.
 * @param pieces in the order in which they were scanned
 * @returns the need, or null for the shelf, by piece
 */
export function ownersOf(pieces: readonly ScannedPiece[], places: readonly Place[]): Map<string, string | null> {
  const room = new Map(places.map((place) => [keyOf(place.partId, place.needId), place.quantity]));
  const owners = new Map<string, string | null>();
  const take = (piece: ScannedPiece, needId: string | null): boolean => {
    const key = keyOf(piece.partId, needId);
    const left = room.get(key) ?? Quantity.zero;
    if (!left.isPositive()) return false;
    room.set(key, left.minus(Quantity.one));
    owners.set(piece.id, needId);
    return true;
  };
  const displaced = pieces.filter((piece) => piece.told === undefined || !take(piece, piece.told));
  for (const piece of displaced) {
    const ofPart = places.filter(({ partId }) => partId === piece.partId);
    if (!ofPart.some(({ needId }) => take(piece, needId))) owners.set(piece.id, null);
  }
  return owners;
}

const keyOf = (partId: string, needId: string | null) => `${partId} ${needId ?? ''}`;
