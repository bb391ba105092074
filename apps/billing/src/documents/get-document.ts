import type { Document } from '@navette/contracts/billing/v1/service';
import { isUuid } from '@navette/kernel';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { documentErrors } from './document.js';
import { DocumentRepository } from './document.repository.js';

@Injectable()
export class GetDocument {
  constructor(
    private readonly db: Database,
    private readonly documents: DocumentRepository,
  ) {}

  /** @throws DomainError `billing.document.not-found`, also for a document of another station (ID-10). */
  async execute(scope: Scope, id: string): Promise<Document> {
    const document = isUuid(id) ? await this.db.tenantRead(scope, (tx) => this.documents.byId(tx, id)) : undefined;
    if (document === undefined) throw documentErrors.error('document.not-found');
    return document;
  }
}
