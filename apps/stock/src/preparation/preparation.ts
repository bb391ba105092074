import type { PreparedPart, PrintToteRequest, ToteFile } from '@navette/contracts/stock/v1/preparation';
import { defineErrors, isUuid, Quantity } from '@navette/kernel';
import { isoDate } from '../input/iso-date.js';

export const preparationErrors = defineErrors('stock', {
  'preparation.too-many': { kind: 'invalid', params: ['max'] },
  'preparation.nothing-ready': { kind: 'precondition', params: [] },
  'preparation.nothing-wanted': { kind: 'precondition', params: [] },
  'preparation.technician-wrong': { kind: 'invalid', params: ['max'] },
  'preparation.day-wrong': { kind: 'invalid', params: [] },
});

export const MAX_ORIGINS = 200;
const MAX_TECHNICIAN = 80;

/** Origins that are asked about, each once. @throws DomainError `stock.preparation.too-many` */
export function askedOrigins(ids: readonly string[]): string[] {
  if (ids.length > MAX_ORIGINS) throw preparationErrors.error('preparation.too-many', { max: MAX_ORIGINS });
  return [...new Set(ids)].filter(isUuid);
}

/** Of what is ready, that which is to be taken from the depot: the rest is where it is used already, or in another place (ST-11). */
export function readyAtDepot({ ready, elsewhere }: PreparedPart): Quantity {
  const there = elsewhere.map(({ quantity }) => Quantity.parse(quantity));
  return Quantity.parse(ready).minus(Quantity.sum(there));
}

/** What a technician takes along on a day. */
export interface Tote {
  readonly technician: string;
  /** ISO 8601 date. */
  readonly day: string;
  /** Each once, in the order asked. */
  readonly files: readonly ToteFile[];
}

/** @throws DomainError `stock.preparation.too-many`, `….technician-wrong`, `….day-wrong` */
export function askedTote(request: PrintToteRequest): Tote {
  const technician = request.technician.trim();
  if (technician === '' || technician.length > MAX_TECHNICIAN) {
    throw preparationErrors.error('preparation.technician-wrong', { max: MAX_TECHNICIAN });
  }
  const day = isoDate(request.day)?.toString();
  if (day === undefined) throw preparationErrors.error('preparation.day-wrong');
  const files = new Map(request.files.map((file) => [file.originId, file]));
  const asked = askedOrigins(request.files.map(({ originId }) => originId));
  return { technician, day, files: asked.flatMap((id) => files.get(id) ?? []) };
}
