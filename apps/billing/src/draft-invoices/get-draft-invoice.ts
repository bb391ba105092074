import type { DraftInvoice } from '@navette/contracts/billing/v1/service';
import { isUuid } from '@navette/kernel';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { draftErrors } from './draft-invoice.js';
import { DraftInvoiceRepository, draftView } from './draft-invoice.repository.js';

@Injectable()
export class GetDraftInvoice {
  constructor(
    private readonly db: Database,
    private readonly drafts: DraftInvoiceRepository,
  ) {}

  /** @throws DomainError `billing.draft-invoice.not-found`, also for a draft of another station (ID-10). */
  async execute(scope: Scope, id: string): Promise<DraftInvoice> {
    const draft = isUuid(id) ? await this.db.tenantRead(scope, (tx) => this.drafts.byId(tx, id)) : undefined;
    if (draft === undefined) throw draftErrors.error('draft-invoice.not-found');
    return draftView(draft);
  }
}
