import type { NeedRaised } from '@navette/contracts/stock/v1/events';
import { Quantity, type Temporal } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { AddFileStatus } from './add-file-status.js';
import { AnnounceParts } from './announce-parts.js';
import { FILE_ORIGIN, roundCause } from './file-part.js';
import { FilePartRepository } from './file-part.repository.js';
import { InterventionFileRepository } from './intervention-file.repository.js';

/** IN-8, IN-22: free stock did not cover a line: part to order, once for all lines saved together. */
@Injectable()
export class NoteNeed {
  constructor(
    private readonly files: InterventionFileRepository,
    private readonly parts: FilePartRepository,
    private readonly addStatus: AddFileStatus,
    private readonly announce: AnnounceParts,
  ) {}

  async execute(tx: Tx, need: NeedRaised, at: Temporal.Instant): Promise<void> {
    if (need.originKind !== FILE_ORIGIN || !Quantity.parse(need.waiting).isPositive()) return;
    const file = await this.files.lockById(tx, need.originId);
    const round = await this.parts.roundOf(tx, need.needId);
    if (file === undefined || round === undefined) return;
    await this.parts.markWaited(tx, [need.needId]);
    tx.audit('intervention-file', file.id);
    if (file.state !== 'open') return;
    await this.addStatus.execute(tx, 'part_to_order', [{ fileId: file.id, cause: roundCause(round), at, comment: '' }]);
    // The part may have arrived before the word that it was missing.
    await this.announce.execute(tx, [file.id]);
  }
}
