import type { PartExhausted } from '@navette/contracts/stock/v1/events';
import type { Temporal } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { AddFileStatus } from './add-file-status.js';
import { FILE_ORIGIN } from './file-part.js';
import { FilePartRepository } from './file-part.repository.js';
import { InterventionFileRepository } from './intervention-file.repository.js';

/** ST-22: a supplier won't send a part: the files that wait for it say so, with its reference. */
@Injectable()
export class NoteExhaustedPart {
  constructor(
    private readonly files: InterventionFileRepository,
    private readonly parts: FilePartRepository,
    private readonly addStatus: AddFileStatus,
  ) {}

  async execute(tx: Tx, { partId, orderId, needs }: PartExhausted, at: Temporal.Instant): Promise<void> {
    const ours = needs.filter(({ originKind }) => originKind === FILE_ORIGIN);
    const files = await this.files.lockAll(tx, [...new Set(ours.map(({ originId }) => originId))]);
    const references = await this.parts.references(
      tx,
      ours.map(({ needId }) => needId),
    );
    const open = [...files.values()].filter(({ state }) => state === 'open');
    await this.addStatus.execute(
      tx,
      'part_exhausted',
      open.map(({ id }) => ({ fileId: id, cause: `part:${partId}:${orderId}`, at, comment: references.get(id) ?? '' })),
    );
  }
}
