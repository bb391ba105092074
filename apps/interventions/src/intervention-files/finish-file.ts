import { InterventionFileFinishedMessage } from '@navette/contracts';
import type { InterventionFile, UsedQuantity } from '@navette/contracts/interventions/v1/service';
import type { Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { AddFileStatus } from './add-file-status.js';
import { ChangeFile } from './change-file.js';
import { usedQuantities } from './file-line.js';
import { assertState, CHANGEABLE } from './intervention-file.js';
import { InterventionFileRepository } from './intervention-file.repository.js';

/** IN-16: "finished, to be billed", with the quantities used; said again, it corrects them. */
@Injectable()
export class FinishFile {
  constructor(
    private readonly files: InterventionFileRepository,
    private readonly change: ChangeFile,
    private readonly addStatus: AddFileStatus,
  ) {}

  /**
   * @throws DomainError `interventions.file.not-found`, `interventions.file.state-not-accepted`,
   *   `interventions.file-line.invalid` with every report that is not accepted
   */
  execute(scope: Scope, fileId: string, used: readonly UsedQuantity[]): Promise<InterventionFile> {
    return this.change.execute(scope, fileId, async (tx, file) => {
      assertState(file, CHANGEABLE);
      const quantities = usedQuantities(await this.files.linesOf(tx, fileId), used);
      await this.files.setUsed(tx, fileId, quantities);
      const finished = await this.files.change(tx, file, { state: 'finished' });
      if (file.state === 'finished') return;
      tx.publish(
        InterventionFileFinishedMessage,
        { type: 'intervention-file', id: fileId, version: finished.version },
        { fileId, fileNumber: file.number },
      );
      const cause = `finished:${finished.version}`;
      await this.addStatus.execute(tx, 'to_be_billed', [{ fileId, cause, at: tx.now, comment: '' }]);
    });
  }
}
