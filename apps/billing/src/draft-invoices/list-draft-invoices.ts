import type { ListDraftInvoicesRequest, ListDraftInvoicesResponse } from '@navette/contracts/billing/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { DraftInvoiceRepository, draftView } from './draft-invoice.repository.js';

@Injectable()
export class ListDraftInvoices {
  constructor(
    private readonly db: Database,
    private readonly drafts: DraftInvoiceRepository,
  ) {}

  /** @throws DomainError `platform.request.invalid`, `platform.list.cursor-of-another-list` */
  async execute(scope: Scope, { query }: ListDraftInvoicesRequest): Promise<ListDraftInvoicesResponse> {
    const { rows, nextCursor } = await this.db.tenantRead(scope, (tx) => this.drafts.page(tx, query));
    return { drafts: rows.map(draftView), nextCursor };
  }
}
