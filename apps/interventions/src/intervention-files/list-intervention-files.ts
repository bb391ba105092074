import type {
  ListInterventionFilesRequest,
  ListInterventionFilesResponse,
} from '@navette/contracts/interventions/v1/service';
import { isUuid } from '@navette/kernel';
import { Database, decodeCursor, encodeCursor, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { FileViewRepository } from './file-view.repository.js';

/** Intervention files, latest first. */
@Injectable()
export class ListInterventionFiles {
  constructor(
    private readonly db: Database,
    private readonly views: FileViewRepository,
  ) {}

  async execute(scope: Scope, request: ListInterventionFilesRequest): Promise<ListInterventionFilesResponse> {
    const { page, ...filter } = request;
    const limit = Math.min(page?.limit || 50, 200);
    const [before] = decodeCursor(page?.cursor ?? '', 1)?.filter(isUuid) ?? [];
    const rows = await this.db.tenantRead(scope, (tx) => this.views.page(tx, filter, before, limit + 1));
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    return { files: shown, nextCursor: rows.length > limit && last !== undefined ? encodeCursor([last.id]) : '' };
  }
}
