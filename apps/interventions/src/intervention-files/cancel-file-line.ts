import { PartsNeedWithdrawnMessage } from '@navette/contracts';
import type { InterventionFile } from '@navette/contracts/interventions/v1/service';
import type { Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { AnnounceParts } from './announce-parts.js';
import { ChangeFile } from './change-file.js';
import { lineErrors, wantsPart } from './file-line.js';
import { assertState, CHANGEABLE } from './intervention-file.js';
import { InterventionFileRepository } from './intervention-file.repository.js';

/** IN-8: a line is dropped; its need is withdrawn and what was allocated becomes free. */
@Injectable()
export class CancelFileLine {
  constructor(
    private readonly files: InterventionFileRepository,
    private readonly change: ChangeFile,
    private readonly announce: AnnounceParts,
  ) {}

  /**
   * @throws DomainError `interventions.file.not-found`, `interventions.file.state-not-accepted`,
   *   `interventions.file-line.not-found`
   */
  execute(scope: Scope, fileId: string, lineId: string): Promise<InterventionFile> {
    return this.change.execute(scope, fileId, async (tx, file) => {
      assertState(file, CHANGEABLE);
      const line = (await this.files.linesOf(tx, fileId)).find(({ id }) => id === lineId);
      if (line === undefined) throw lineErrors.error('file-line.not-found');
      if (line.state === 'cancelled') return;
      await this.files.cancelLines(tx, fileId, [lineId]);
      const { version } = await this.files.change(tx, file, {});
      if (!wantsPart(line)) return;
      tx.publish(
        PartsNeedWithdrawnMessage,
        { type: 'intervention-file', id: fileId, version },
        { fileId, lineIds: [lineId] },
      );
      // It may have been the last one that was missing.
      await this.announce.execute(tx, [fileId], tx.now);
    });
  }
}
