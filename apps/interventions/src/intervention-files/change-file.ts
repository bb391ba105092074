import type { InterventionFile } from '@navette/contracts/interventions/v1/service';
import { isUuid } from '@navette/kernel';
import { Database, type Scope, type Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { FileViewRepository } from './file-view.repository.js';
import { fileErrors, type InterventionFileHead } from './intervention-file.js';
import { InterventionFileRepository } from './intervention-file.repository.js';
import { tellFileChanged } from './intervention-file.events.js';

/** What the commands on a file have in common: the file locked, the change, and the file as it then is. */
@Injectable()
export class ChangeFile {
  constructor(
    private readonly db: Database,
    private readonly files: InterventionFileRepository,
    private readonly views: FileViewRepository,
  ) {}

  /** @throws DomainError `interventions.file.not-found`, or what `change` throws */
  execute(
    scope: Scope,
    fileId: string,
    change: (tx: Tx, file: InterventionFileHead) => Promise<void>,
  ): Promise<InterventionFile> {
    return this.db.command(scope, async (tx) => {
      const file = isUuid(fileId) ? await this.files.lockById(tx, fileId) : undefined;
      if (file === undefined) throw fileErrors.error('file.not-found');
      await change(tx, file);
      tx.audit('intervention-file', fileId);
      const changed = (await this.views.byId(tx, fileId)) as InterventionFile;
      tellFileChanged(tx, fileId, Number(changed.version));
      return changed;
    });
  }
}
