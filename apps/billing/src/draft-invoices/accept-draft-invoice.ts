import type { Document } from '@navette/contracts/billing/v1/service';
import { isUuid, Temporal } from '@navette/kernel';
import { Database, type Scope, type Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { SERIES } from '../documents/document.js';
import { DocumentRepository } from '../documents/document.repository.js';
import { IssueDocuments } from '../documents/issue-documents.js';
import { assertMentions } from '../documents/prepared-document.js';
import { NumberCounterRepository } from '../numbers/number-counter.repository.js';
import { billedLine, draftErrors, type DraftInvoice } from './draft-invoice.js';
import { DraftInvoiceRepository } from './draft-invoice.repository.js';
import { PrepareDraftInvoice } from './prepare-draft-invoice.js';
import { tellDraftChanged } from './draft-invoice.events.js';

/** BI-20: makes the final invoice of a draft, with its number, for good. Accepted again, the answer is the same invoice. */
@Injectable()
export class AcceptDraftInvoice {
  constructor(
    private readonly db: Database,
    private readonly drafts: DraftInvoiceRepository,
    private readonly prepare: PrepareDraftInvoice,
    private readonly numbers: NumberCounterRepository,
    private readonly issue: IssueDocuments,
    private readonly documents: DocumentRepository,
  ) {}

  /**
   * @throws DomainError `billing.draft-invoice.not-found`, `….date-before-last` where an invoice of a later date has its
   *   number already, `billing.document.mentions-missing`, and as `preparedDocument`
   */
  execute(scope: Scope, id: string): Promise<Document> {
    return this.db.command(scope, async (tx) => {
      const draft = isUuid(id) ? await this.drafts.lockById(tx, id) : undefined;
      if (draft === undefined) throw draftErrors.error('draft-invoice.not-found');
      if (draft.state === 'accepted') tx.changesNothing();
      const documentId = draft.state === 'accepted' ? draft.documentId : await this.#accept(tx, draft);
      return (await this.documents.byId(tx, documentId)) as Document;
    });
  }

  async #accept(tx: Tx, draft: DraftInvoice): Promise<string> {
    const on = draft.datedOn ?? (await this.prepare.today(tx));
    const invoice = await this.prepare.execute(tx, draft, on, draft.lines.map(billedLine));
    assertMentions([invoice]);
    const last = await this.numbers.lastDate(tx, SERIES.invoice);
    if (last !== undefined && Temporal.PlainDate.compare(on, last) < 0) {
      throw draftErrors.error('draft-invoice.date-before-last', { last: last.toString() });
    }
    const [documentId = ''] = await this.issue.execute(tx, [invoice], draft.origin, draft.id);
    await this.drafts.accept(tx, draft, documentId);
    tx.audit('draft-invoice', draft.id);
    tellDraftChanged(tx, draft.id, draft.version + 1);
    return documentId;
  }
}
