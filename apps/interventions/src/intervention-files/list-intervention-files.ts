import type {
  ListInterventionFilesRequest,
  ListInterventionFilesResponse,
} from '@navette/contracts/interventions/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { FileViewRepository } from './file-view.repository.js';

@Injectable()
export class ListInterventionFiles {
  constructor(
    private readonly db: Database,
    private readonly views: FileViewRepository,
  ) {}

  /** @throws DomainError `platform.request.invalid`, `platform.list.cursor-of-another-list` */
  execute(scope: Scope, { query }: ListInterventionFilesRequest): Promise<ListInterventionFilesResponse> {
    return this.db.tenantRead(scope, (tx) => this.views.page(tx, query));
  }
}
