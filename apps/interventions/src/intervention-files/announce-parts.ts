import { Temporal } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { AddFileStatus } from './add-file-status.js';
import { roundCause } from './file-part.js';
import { FilePartRepository } from './file-part.repository.js';

/**
 * IN-22: "spare part ordered, received", once, when the last open need of a file is allocated; a need added later opens
 * the question again. A file whose parts were all in stock from the beginning waited for nothing and is told nothing.
 */
@Injectable()
export class AnnounceParts {
  constructor(
    private readonly parts: FilePartRepository,
    private readonly addStatus: AddFileStatus,
  ) {}

  /**
   * @param fileIds of locked files whose needs or allocations changed
   * @param notBefore when it is not an arrival that completes them
   */
  async execute(tx: Tx, fileIds: readonly string[], notBefore?: Temporal.Instant): Promise<void> {
    const needs = await this.parts.needsOf(tx, fileIds);
    await this.addStatus.execute(
      tx,
      'parts_received',
      needs
        .filter(({ waited, complete }) => waited && complete)
        .map(({ fileId, round, lastArrivedAt }) => ({
          fileId,
          cause: roundCause(round),
          at: later(lastArrivedAt ?? tx.now, notBefore),
          comment: '',
        })),
    );
  }
}

function later(a: Temporal.Instant, b: Temporal.Instant | undefined): Temporal.Instant {
  return b !== undefined && Temporal.Instant.compare(a, b) < 0 ? b : a;
}
