import { PartsNeedWithdrawnMessage } from '@navette/contracts';
import type { InterventionFile } from '@navette/contracts/interventions/v1/service';
import type { Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { AddFileStatus } from './add-file-status.js';
import { ChangeFile } from './change-file.js';
import { wantsPart } from './file-line.js';
import { assertState, CHANGEABLE, checkedReason } from './intervention-file.js';
import { InterventionFileRepository } from './intervention-file.repository.js';

/** IN-4: a file is cancelled with a reason: its needs are withdrawn, nothing is billed. */
@Injectable()
export class CancelFile {
  constructor(
    private readonly files: InterventionFileRepository,
    private readonly change: ChangeFile,
    private readonly addStatus: AddFileStatus,
  ) {}

  /**
   * @throws DomainError `interventions.file.reason-required`, `interventions.file.not-found`,
   *   `interventions.file.state-not-accepted`
   */
  execute(scope: Scope, fileId: string, input: string): Promise<InterventionFile> {
    const reason = checkedReason(input);
    return this.change.execute(scope, fileId, async (tx, file) => {
      if (file.state === 'cancelled' && file.cancelReason === reason) return;
      assertState(file, CHANGEABLE);
      const open = (await this.files.linesOf(tx, fileId)).filter(({ state }) => state === 'open');
      await this.files.cancelLines(
        tx,
        fileId,
        open.map(({ id }) => id),
      );
      const { version } = await this.files.change(tx, file, { state: 'cancelled', cancelReason: reason });
      const lineIds = open.filter(wantsPart).map(({ id }) => id);
      if (lineIds.length > 0) {
        const aggregate = { type: 'intervention-file', id: fileId, version };
        tx.publish(PartsNeedWithdrawnMessage, aggregate, { fileId, lineIds });
      }
      await this.addStatus.execute(tx, 'cancelled', [{ fileId, cause: 'cancelled', at: tx.now, comment: reason }]);
    });
  }
}
