import type { InterventionFile } from '@navette/contracts/interventions/v1/service';
import { isUuid } from '@navette/kernel';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { FileViewRepository } from './file-view.repository.js';
import { fileErrors } from './intervention-file.js';

@Injectable()
export class GetInterventionFile {
  constructor(
    private readonly db: Database,
    private readonly views: FileViewRepository,
  ) {}

  /** @throws DomainError `interventions.file.not-found`, also for a file of another station (ID-10). */
  async execute(scope: Scope, id: string): Promise<InterventionFile> {
    const file = isUuid(id) ? await this.db.tenantRead(scope, (tx) => this.views.byId(tx, id)) : undefined;
    if (file === undefined) throw fileErrors.error('file.not-found');
    return file;
  }
}
