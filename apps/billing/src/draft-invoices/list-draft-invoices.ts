import type { ListDraftInvoicesRequest, ListDraftInvoicesResponse } from '@navette/contracts/billing/v1/service';
import { isUuid } from '@navette/kernel';
import { Database, decodeCursor, encodeCursor, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { DraftInvoiceRepository, draftView } from './draft-invoice.repository.js';

@Injectable()
export class ListDraftInvoices {
  constructor(
    private readonly db: Database,
    private readonly drafts: DraftInvoiceRepository,
  ) {}

  async execute(scope: Scope, { page, state, originId }: ListDraftInvoicesRequest): Promise<ListDraftInvoicesResponse> {
    // What is no id is the id of nothing.
    if (originId !== '' && !isUuid(originId)) return { drafts: [], nextCursor: '' };
    const limit = Math.min(page?.limit || 50, 200);
    const after = decodeCursor(page?.cursor ?? '', 1)?.find(isUuid);
    const filter = { state, originId: originId === '' ? undefined : originId };
    const found = await this.db.tenantRead(scope, (tx) => this.drafts.page(tx, filter, after, limit + 1));
    const shown = found.slice(0, limit);
    const last = shown.at(-1);
    return {
      drafts: shown.map(draftView),
      nextCursor: found.length > limit && last !== undefined ? encodeCursor([last.id]) : '',
    };
  }
}
