import type { IssueFileDocuments as Command } from '@navette/contracts/billing/v1/commands';
import type { BillableFile } from '@navette/contracts/billing/v1/service';
import type { Tx } from '@navette/platform/database';
import { done, type ItemOutcome } from '@navette/platform/saga';
import { Injectable } from '@nestjs/common';
import { totalOf } from '../draft-invoices/draft-invoice.js';
import { DraftInvoiceRepository } from '../draft-invoices/draft-invoice.repository.js';
import { tellDraftChanged } from '../draft-invoices/draft-invoice.events.js';
import { documentErrors, type Origin } from './document.js';
import { DocumentRepository } from './document.repository.js';
import type { FileDocument } from './file-documents.js';
import { IssueDocuments } from './issue-documents.js';
import { PrepareFileDocuments } from './prepare-file-documents.js';
import { refusalOf } from './refusal.js';
import { SagaAnswerRepository } from './saga-answer.repository.js';

/**
 * Saga file-to-invoice, pivot (BI-20): the documents of all payers of a file, numbered and issued in one transaction, or
 * none; a payer of billing type `invoice_now` gets a draft, without number (PA-2). A file is billed once: asked again, by
 * the same request or by another, the answer is the same documents. A request that was refused stays refused: its saga has
 * turned back by then.
 */
@Injectable()
export class IssueFileDocuments {
  constructor(
    private readonly answers: SagaAnswerRepository,
    private readonly prepare: PrepareFileDocuments,
    private readonly documents: DocumentRepository,
    private readonly drafts: DraftInvoiceRepository,
    private readonly issue: IssueDocuments,
  ) {}

  async execute(tx: Tx, { request, itemKey, file }: Command): Promise<ItemOutcome[]> {
    const requestId = request?.requestId ?? '';
    const before = await this.answers.find(tx, requestId);
    if (before !== undefined) return before;
    const outcomes = [await this.#answer(tx, itemKey, file)];
    await this.answers.keep(tx, requestId, outcomes);
    tx.audit('saga-answer', requestId);
    return outcomes;
  }

  async #answer(tx: Tx, itemKey: string, file: BillableFile | undefined): Promise<ItemOutcome> {
    if (file === undefined) return refusalOf(itemKey, documentErrors.error('document.empty', { file: '' }));
    const given = await this.#given(tx, file.fileId);
    if (given.length > 0) return billed(itemKey, given);
    let prepared: FileDocument[];
    try {
      prepared = await this.prepare.execute(tx, file);
    } catch (error) {
      if (!documentErrors.is(error)) throw error;
      return refusalOf(itemKey, error);
    }
    if (await this.documents.claimFile(tx, file.fileId)) {
      const origin: Origin = { kind: 'intervention_file', id: file.fileId, number: file.fileNumber };
      for (const draft of prepared.filter((document) => document.draft)) {
        const id = await this.drafts.insert(tx, draft, origin);
        tx.audit('draft-invoice', id);
        tellDraftChanged(tx, id, 1);
      }
      await this.issue.execute(
        tx,
        prepared.filter(({ draft }) => !draft),
        origin,
      );
    }
    return billed(itemKey, await this.#given(tx, file.fileId));
  }

  /** Documents and open drafts that a file was billed with. */
  async #given(tx: Tx, fileId: string): Promise<GivenDocument[]> {
    const issued = await this.documents.ofOrigin(tx, fileId);
    const drafts = await this.drafts.openOfOrigin(tx, fileId);
    return [
      ...issued,
      ...drafts.map((draft) => ({ id: draft.id, kind: 'draft_invoice', number: '', total: totalOf(draft) })),
    ];
  }
}

/** As the saga is told of it. */
interface GivenDocument {
  readonly id: string;
  readonly kind: string;
  readonly number: string;
  readonly total: string;
}

function billed(itemKey: string, documents: readonly GivenDocument[]): ItemOutcome {
  const list = documents.map(({ id, kind, number, total }) => ({ id, kind, number, total }));
  return done(itemKey, { documents: JSON.stringify(list) });
}
