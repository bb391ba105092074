import type { DraftInvoice, EditDraftInvoiceRequest } from '@navette/contracts/billing/v1/service';
import { isUuid } from '@navette/kernel';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { draftErrors, edited, type DraftInvoice as Draft, type DraftLine } from './draft-invoice.js';
import { DraftInvoiceRepository, draftView } from './draft-invoice.repository.js';
import { PrepareDraftInvoice } from './prepare-draft-invoice.js';
import { tellDraftChanged } from './draft-invoice.events.js';

/** BI-20: lines, date and amounts of a draft, as long as it is not accepted. */
@Injectable()
export class EditDraftInvoice {
  constructor(
    private readonly db: Database,
    private readonly drafts: DraftInvoiceRepository,
    private readonly prepare: PrepareDraftInvoice,
  ) {}

  /**
   * @throws DomainError `billing.draft-invoice.not-found`, `….accepted`, `….changed-meanwhile`, `….invalid` with every
   *   field that is not accepted, and as `preparedDocument`
   */
  execute(scope: Scope, request: EditDraftInvoiceRequest): Promise<DraftInvoice> {
    const { id, version } = request;
    return this.db.command(scope, async (tx) => {
      const draft = isUuid(id) ? await this.drafts.lockById(tx, id) : undefined;
      if (draft === undefined) throw draftErrors.error('draft-invoice.not-found');
      if (draft.state === 'accepted') throw draftErrors.error('draft-invoice.accepted');
      if (String(draft.version) !== version) {
        throw draftErrors.error('draft-invoice.changed-meanwhile', {
          expected: version,
          actual: String(draft.version),
        });
      }
      const today = await this.prepare.today(tx);
      const { datedOn, lines } = edited(request, draft, today);
      const billed = lines.map(({ line }) => line);
      const prepared = await this.prepare.execute(tx, draft, datedOn ?? today, billed);
      const kept = prepared.lines.map((line, i): DraftLine => ({ ...line, id: lines[i]?.id || tx.newId() }));
      await this.drafts.replace(tx, draft, datedOn, kept);
      tx.audit('draft-invoice', id);
      tellDraftChanged(tx, id, draft.version + 1);
      return draftView((await this.drafts.byId(tx, id)) as Draft);
    });
  }
}
