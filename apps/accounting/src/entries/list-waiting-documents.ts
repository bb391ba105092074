import type {
  ListWaitingDocumentsRequest,
  ListWaitingDocumentsResponse,
} from '@navette/contracts/accounting/v1/service';
import { isUuid } from '@navette/kernel';
import { Database, decodeCursor, encodeCursor, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { LedgerDocumentRepository } from './ledger-document.repository.js';

/** AC-4: the "to complete" list. */
@Injectable()
export class ListWaitingDocuments {
  constructor(
    private readonly db: Database,
    private readonly documents: LedgerDocumentRepository,
  ) {}

  async execute(scope: Scope, { page }: ListWaitingDocumentsRequest): Promise<ListWaitingDocumentsResponse> {
    const limit = Math.min(page?.limit || 50, 200);
    const cursor = decodeCursor(page?.cursor ?? '', 3);
    const [date = '', , id] = cursor ?? [];
    const after = /^\d{4}-\d{2}-\d{2}$/.test(date) && isUuid(id) ? cursor : undefined;
    const rows = await this.db.tenantRead(scope, (tx) => this.documents.openPage(tx, after, limit + 1));
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    return {
      documents: shown.map(({ document }) => document),
      nextCursor: rows.length > limit && last !== undefined ? encodeCursor(last.position) : '',
    };
  }
}
