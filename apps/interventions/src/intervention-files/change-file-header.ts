import { DocumentHeader } from '@navette/contracts/common/v1/common';
import type { ChangeFileHeaderRequest, InterventionFile } from '@navette/contracts/interventions/v1/service';
import { isUuid } from '@navette/kernel';
import { Database, type Scope } from '@navette/platform/database';
import { checkedHeader, checkRepresentativeOf } from '@navette/platform/document-header';
import { RpcClients } from '@navette/platform/service';
import { Injectable } from '@nestjs/common';
import { ChangeFile } from './change-file.js';
import { FileViewRepository } from './file-view.repository.js';
import { assertState, CHANGEABLE, fileErrors } from './intervention-file.js';
import { InterventionFileRepository } from './intervention-file.repository.js';

/** PA-19: whom a file is for and how it pays, on the file alone; the record of the party stays. */
@Injectable()
export class ChangeFileHeader {
  constructor(
    private readonly db: Database,
    private readonly clients: RpcClients,
    private readonly views: FileViewRepository,
    private readonly files: InterventionFileRepository,
    private readonly change: ChangeFile,
  ) {}

  /**
   * @throws DomainError `interventions.file.not-found`, `interventions.file.changed-meanwhile`,
   *   `interventions.file.state-not-accepted`, `platform.header.invalid` with every field that is not accepted,
   *   `platform.service.unavailable` where another representative is named and parties does not answer
   */
  async execute(scope: Scope, request: ChangeFileHeaderRequest): Promise<InterventionFile> {
    const expected = Number(request.expectedVersion);
    const header = checkedHeader(request.header ?? DocumentHeader.create());
    const seen = isUuid(request.fileId)
      ? await this.db.tenantRead(scope, (tx) => this.views.byId(tx, request.fileId))
      : undefined;
    if (seen === undefined) throw fileErrors.error('file.not-found');
    await checkRepresentativeOf(this.clients, scope, header, seen.header ?? DocumentHeader.create());
    return this.change.execute(scope, request.fileId, async (tx, file) => {
      if (file.version !== expected) {
        throw fileErrors.error('file.changed-meanwhile', { expected, actual: file.version });
      }
      assertState(file, CHANGEABLE);
      await this.files.change(tx, file, { header });
    });
  }
}
