import type { ItemOutcome } from '@navette/contracts/common/v1/common';
import type { DomainError } from '@navette/kernel';

/** A refusal as the outcome of a saga's item: its code, and its params as texts. */
export function refusalOf(itemKey: string, { code, params }: DomainError): ItemOutcome {
  const texts = Object.entries(params).map(([name, value]) => [
    name,
    typeof value === 'object' ? value.join(', ') : String(value),
  ]);
  return { itemKey, outcome: code, data: Object.fromEntries(texts) as Record<string, string> };
}
