import { defineErrors, isUuid } from '@navette/kernel';

export const preparationErrors = defineErrors('stock', {
  'preparation.too-many': { kind: 'invalid', params: ['max'] },
  'preparation.nothing-ready': { kind: 'precondition', params: [] },
});

export const MAX_ORIGINS = 200;

/** Origins that are asked about, each once. @throws DomainError `stock.preparation.too-many` */
export function askedOrigins(ids: readonly string[]): string[] {
  if (ids.length > MAX_ORIGINS) throw preparationErrors.error('preparation.too-many', { max: MAX_ORIGINS });
  return [...new Set(ids)].filter(isUuid);
}
