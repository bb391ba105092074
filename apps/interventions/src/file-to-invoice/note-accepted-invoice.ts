import type { DocumentIssued } from '@navette/contracts/billing/v1/events';
import type { Tx } from '@navette/platform/database';
import { SagaRunner } from '@navette/platform/saga';
import { Injectable } from '@nestjs/common';
import { FILE_ORIGIN } from '../intervention-files/file-part.js';
import { InterventionFileRepository } from '../intervention-files/intervention-file.repository.js';
import { fileToInvoice } from './file-to-invoice.saga.js';

/** IN-16, PA-2: a draft of a file was accepted: its saga goes on once all of them are invoices. */
@Injectable()
export class NoteAcceptedInvoice {
  constructor(
    private readonly files: InterventionFileRepository,
    private readonly sagas: SagaRunner,
  ) {}

  async execute(
    tx: Tx,
    { draftId, originKind, originId, documentId, kind, number, total }: DocumentIssued,
  ): Promise<void> {
    const file = originKind === FILE_ORIGIN && draftId !== '' ? await this.files.byId(tx, originId) : undefined;
    if (file === undefined) return tx.changesNothing();
    const invoice = { id: documentId, kind, number, total };
    const correlationKey = `${file.id}/${file.billingAttempts}`;
    await this.sagas.signal(tx, fileToInvoice, correlationKey, 'draft-accepted', { draftId, invoice });
    tx.audit('intervention-file', file.id);
  }
}
