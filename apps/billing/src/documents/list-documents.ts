import type { ListDocumentsRequest, ListDocumentsResponse } from '@navette/contracts/billing/v1/service';
import { isUuid } from '@navette/kernel';
import { Database, decodeCursor, encodeCursor, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { DocumentRepository } from './document.repository.js';

@Injectable()
export class ListDocuments {
  constructor(
    private readonly db: Database,
    private readonly documents: DocumentRepository,
  ) {}

  async execute(scope: Scope, { page, kind, originId }: ListDocumentsRequest): Promise<ListDocumentsResponse> {
    // What is no id is the id of nothing.
    if (originId !== '' && !isUuid(originId)) return { documents: [], nextCursor: '' };
    const limit = Math.min(page?.limit || 50, 200);
    const after = decodeCursor(page?.cursor ?? '', 1)?.find(isUuid);
    const filter = { kind, originId: originId === '' ? undefined : originId };
    const found = await this.db.tenantRead(scope, (tx) => this.documents.page(tx, filter, after, limit + 1));
    const documents = found.slice(0, limit);
    const last = documents.at(-1);
    return { documents, nextCursor: found.length > limit && last !== undefined ? encodeCursor([last.id]) : '' };
  }
}
