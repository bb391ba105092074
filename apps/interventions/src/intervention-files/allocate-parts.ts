import type { Temporal } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import { GIVEN_UP } from '@navette/platform/saga';
import { Injectable } from '@nestjs/common';
import { AnnounceParts } from './announce-parts.js';
import { lineErrors } from './file-line.js';
import { allocationOutcome, partErrors } from './file-part.js';
import { FilePartRepository, type LineAllocation } from './file-part.repository.js';
import type { InterventionFileHead } from './intervention-file.js';
import { InterventionFileRepository } from './intervention-file.repository.js';
import { tellFileChanged } from './intervention-file.events.js';

/** IN-8, IN-22: parts were allocated to lines of files, each allocation once whatever comes twice or late. */
@Injectable()
export class AllocateParts {
  constructor(
    private readonly files: InterventionFileRepository,
    private readonly parts: FilePartRepository,
    private readonly announce: AnnounceParts,
  ) {}

  /**
   * @param at when stock allocated them
   * @param awaited true when a receipt brought them: their lines had waited
   * @param givenUp true when who asks has given up: what has not arrived before does not arrive any more
   * @returns by allocation: `done`, or why the line does not take it: `interventions.file-line.cancelled`,
   *   `interventions.file-line.not-found`, `interventions.allocation.withdrawn`,
   *   `platform.saga.given-up`
   */
  async execute(
    tx: Tx,
    allocations: readonly LineAllocation[],
    { at, awaited, givenUp = false }: { at: Temporal.Instant; awaited: boolean; givenUp?: boolean },
  ): Promise<Map<string, string>> {
    const files = await this.files.lockAll(tx, unique(allocations.map(({ fileId }) => fileId)));
    const lines = await this.parts.linesById(tx, unique(allocations.map(({ lineId }) => lineId)));
    const known = await this.parts.known(tx, unique(allocations.map(({ allocationId }) => allocationId)));
    const outcomes = new Map<string, string>();
    const fresh = new Map<string, LineAllocation>();
    for (const allocation of allocations) {
      const { allocationId, fileId, lineId } = allocation;
      const found = allocationOutcome(known.get(allocationId), lines.get(lineId), files.get(fileId));
      const outcome = found === 'new' && givenUp ? 'given-up' : found;
      if (outcome === 'new') fresh.set(allocationId, allocation);
      outcomes.set(allocationId, REPLIES[outcome]);
    }
    if (fresh.size === 0) return outcomes;
    const taken = [...fresh.values()];
    await this.parts.arrive(tx, taken, at);
    if (awaited) await this.parts.markWaited(tx, unique(taken.map(({ lineId }) => lineId)));
    const changed = unique(taken.map(({ fileId }) => fileId));
    for (const fileId of changed) tx.audit('intervention-file', fileId);
    await this.announce.execute(tx, changed);
    for (const { id, version } of changed.map((fileId) => files.get(fileId) as InterventionFileHead)) {
      tellFileChanged(tx, id, version);
    }
    return outcomes;
  }
}

const REPLIES = {
  new: 'done',
  known: 'done',
  'given-up': GIVEN_UP,
  withdrawn: partErrors.error('allocation.withdrawn').code,
  'unknown-line': lineErrors.error('file-line.not-found').code,
  unwanted: lineErrors.error('file-line.cancelled').code,
};

function unique(ids: readonly string[]): string[] {
  return [...new Set(ids)];
}
