import { defineErrors } from '@navette/kernel';
import type { FileState } from './intervention-file.js';

export const partErrors = defineErrors('interventions', {
  // Its withdrawal came first: stock no longer keeps these parts for the file.
  'allocation.withdrawn': 'conflict',
});

/** Origin of the needs of a file, as stock names it. */
export const FILE_ORIGIN = 'intervention_file';

/** Why stock takes back what a file was billed without: it has used less than it held. */
export const NOT_USED = 'not-used';
/** Why stock takes back what a file was asked about in vain: others have it. */
export const NOT_ANSWERED = 'not-answered';

/** What makes "part to order" and "parts received" come once: the question "are all parts there?", each time it is opened. */
export function roundCause(round: number): string {
  return `round:${round}`;
}

/** Outcomes of an allocation that came to a file's line. */
export type AllocationOutcome = 'new' | 'known' | 'withdrawn' | 'unknown-line' | 'unwanted';

/** A line that is gone, of a file that is closed, or of another file, takes no part. */
export function allocationOutcome(
  known: { readonly arrived: boolean; readonly withdrawn: boolean } | undefined,
  line: { readonly state: string; readonly wantsPart: boolean; readonly fileId: string } | undefined,
  file: { readonly id: string; readonly state: FileState } | undefined,
): AllocationOutcome {
  if (known?.withdrawn === true) return 'withdrawn';
  if (known?.arrived === true) return 'known';
  if (file === undefined || line === undefined || line.fileId !== file.id) return 'unknown-line';
  const wanted = line.state === 'open' && line.wantsPart && file.state !== 'cancelled' && file.state !== 'billed';
  return wanted ? 'new' : 'unwanted';
}
