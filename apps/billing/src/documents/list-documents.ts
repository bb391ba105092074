import type { ListDocumentsRequest, ListDocumentsResponse } from '@navette/contracts/billing/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { DocumentRepository } from './document.repository.js';

@Injectable()
export class ListDocuments {
  constructor(
    private readonly db: Database,
    private readonly documents: DocumentRepository,
  ) {}

  /** @throws DomainError `platform.request.invalid`, `platform.list.cursor-of-another-list` */
  execute(scope: Scope, { query }: ListDocumentsRequest): Promise<ListDocumentsResponse> {
    return this.db.tenantRead(scope, (tx) => this.documents.page(tx, query));
  }
}
