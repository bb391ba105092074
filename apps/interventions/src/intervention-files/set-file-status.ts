import type { AddFileStatusRequest, InterventionFile } from '@navette/contracts/interventions/v1/service';
import type { Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { COMMENT_MAX, statusErrors } from '../status-codes/status-code.js';
import { StatusCodeRepository } from '../status-codes/status-code.repository.js';
import { AddFileStatus } from './add-file-status.js';
import { ChangeFile } from './change-file.js';
import { assertState, FILE_STATES } from './intervention-file.js';

const NOT_CANCELLED = FILE_STATES.filter((state) => state !== 'cancelled');

/** IN-6, IN-22: a person sets a code that no step of the system sets; as often as it is true anew. */
@Injectable()
export class SetFileStatus {
  constructor(
    private readonly change: ChangeFile,
    private readonly codes: StatusCodeRepository,
    private readonly addStatus: AddFileStatus,
  ) {}

  /**
   * @throws DomainError `interventions.file.not-found`, `interventions.file.state-not-accepted`,
   *   `interventions.status-code.not-by-hand` also for a code that is not there, `….comment-too-long`
   */
  execute(scope: Scope, { fileId, code, comment }: AddFileStatusRequest): Promise<InterventionFile> {
    const text = comment.trim();
    if (text.length > COMMENT_MAX) throw statusErrors.error('status-code.comment-too-long', { max: COMMENT_MAX });
    return this.change.execute(scope, fileId, async (tx, file) => {
      assertState(file, NOT_CANCELLED);
      const known = await this.codes.find(tx, code);
      if (known?.byHand !== true) throw statusErrors.error('status-code.not-by-hand', { code });
      await this.addStatus.byHand(tx, known, { fileId, cause: `hand:${tx.newId()}`, at: tx.now, comment: text });
    });
  }
}
