import type { FileLine } from '@navette/contracts/interventions/v1/service';
import type { StockLevel } from '@navette/contracts/stock/v1/service';
import { Quantity } from '@navette/kernel';

/** IN-8: the in-stock bullet of a part line, green where `enough`. */
export interface LineStock {
  /** Of the part, not promised to anybody; scale 4, below zero where more left than was there. */
  readonly free: string;
  /** What the line still wants is there. */
  readonly enough: boolean;
}

/** Parts of a file, each once. */
export function partsOf(lines: readonly FileLine[]): string[] {
  return [...new Set(lines.filter(({ kind }) => kind === 'part').map(({ partId }) => partId))];
}

/** A part that never moved has no level: nothing of it is there. Null for special items, which are in no stock. */
export function lineStock(line: FileLine, levels: ReadonlyMap<string, StockLevel>): LineStock | null {
  if (line.kind !== 'part') return null;
  const free = Quantity.parse(levels.get(line.partId)?.free ?? '0');
  const wanted = Quantity.parse(line.quantity).minus(Quantity.parse(line.quantityAllocated));
  return { free: free.toString(), enough: free.compare(wanted) >= 0 };
}
