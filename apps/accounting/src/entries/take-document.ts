import { DocumentRefusedByLedgerMessage } from '@navette/contracts';
import type { DocumentIssued } from '@navette/contracts/billing/v1/events';
import type { DomainError } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { ChartRepository } from '../chart/chart.repository.js';
import { stationErrors } from '../stations/station.js';
import { entryErrors, postingOf, type Posting } from './entry.js';
import { LedgerDocumentRepository } from './ledger-document.repository.js';
import { LedgerAlert } from './ledger-alert.js';
import { PostEntry } from './post-entry.js';

/**
 * AC-2, AC-4: a document was issued. It is posted at once, or waits: for an account that is not set, or behind one that
 * waits, so that the journal keeps the order of the documents. It never vanishes and is never posted twice.
 */
@Injectable()
export class TakeDocument {
  constructor(
    private readonly charts: ChartRepository,
    private readonly documents: LedgerDocumentRepository,
    private readonly postEntry: PostEntry,
    private readonly alert: LedgerAlert,
  ) {}

  async execute(tx: Tx, document: DocumentIssued): Promise<void> {
    if (await this.documents.isKnown(tx, document.documentId)) return;
    tx.audit('ledger-document', document.documentId);
    const chart = await this.charts.lockToPost(tx);
    const posting: Posting =
      chart === undefined
        ? { kind: 'incomplete', reason: stationErrors.error('station.not-known-yet') }
        : postingOf(document, chart);
    switch (posting.kind) {
      case 'none':
        return this.documents.insert(tx, document, 'ignored');
      case 'incomplete':
        return this.#setAside(tx, document, 'waiting', posting.reason);
      case 'refused':
        return this.#setAside(tx, document, 'refused', posting.reason);
      case 'entry': {
        const first = await this.documents.firstWaiting(tx);
        if (first !== undefined) {
          return this.documents.insert(
            tx,
            document,
            'waiting',
            entryErrors.error('document.waits-behind', { number: first }),
          );
        }
        await this.documents.insert(tx, document, 'posted');
        return this.postEntry.execute(tx, document, posting.entry);
      }
    }
  }

  async #setAside(tx: Tx, document: DocumentIssued, state: 'waiting' | 'refused', reason: DomainError): Promise<void> {
    await this.documents.insert(tx, document, state, reason);
    const { documentId } = document;
    if (state === 'refused') this.alert.refused(tx, documentId, reason);
    tx.publish(
      DocumentRefusedByLedgerMessage,
      { type: 'ledger-document', id: documentId, version: 1 },
      { documentId, reason: reason.code },
    );
  }
}
