import type { ChangeFileLineRequest, InterventionFile } from '@navette/contracts/interventions/v1/service';
import type { Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { ChangeFile } from './change-file.js';
import { lineChange, lineErrors } from './file-line.js';
import { assertState, CHANGEABLE } from './intervention-file.js';
import { InterventionFileRepository } from './intervention-file.repository.js';

/** IN-8: price, discount, payer and note of a line; its need in stock stays as it is. */
@Injectable()
export class ChangeFileLine {
  constructor(
    private readonly files: InterventionFileRepository,
    private readonly change: ChangeFile,
  ) {}

  /**
   * @throws DomainError `interventions.file.not-found`, `interventions.file.state-not-accepted`,
   *   `interventions.file-line.not-found`, `….cancelled`, `….invalid` with every field that is not accepted
   */
  execute(scope: Scope, request: ChangeFileLineRequest): Promise<InterventionFile> {
    const { fileId, lineId } = request;
    return this.change.execute(scope, fileId, async (tx, file) => {
      assertState(file, CHANGEABLE);
      const line = (await this.files.linesOf(tx, fileId)).find(({ id }) => id === lineId);
      if (line === undefined) throw lineErrors.error('file-line.not-found');
      if (line.state === 'cancelled') throw lineErrors.error('file-line.cancelled');
      await this.files.changeLine(tx, fileId, lineId, lineChange(request, file));
      await this.files.change(tx, file, {});
    });
  }
}
