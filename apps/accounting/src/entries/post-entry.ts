import { EntryPostedMessage } from '@navette/contracts';
import type { DocumentIssued } from '@navette/contracts/billing/v1/events';
import { derivedId, localDate, Temporal } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { fiscalYearOf } from '../stations/fiscal-year.js';
import { StationRepository } from '../stations/station.repository.js';
import type { DraftEntry } from './entry.js';
import { EntryRepository } from './entry.repository.js';

/** AC-2: posts the entry of a document. Its id is derived from the document's, so that a rebuild finds the same entries. */
@Injectable()
export class PostEntry {
  constructor(
    private readonly stations: StationRepository,
    private readonly entries: EntryRepository,
  ) {}

  async execute(tx: Tx, document: DocumentIssued, draft: DraftEntry): Promise<void> {
    const { timeZone, fiscalYearStartMonth } = await this.stations.current(tx);
    const entryDate = Temporal.PlainDate.from(document.issuedOn);
    const id = derivedId('accounting-entry', document.documentId);
    await this.entries.post(tx, {
      ...draft,
      id,
      documentId: document.documentId,
      fiscalYear: fiscalYearOf(entryDate, fiscalYearStartMonth),
      entryDate,
      postedOn: localDate(tx.now, timeZone),
      piece: document.number,
      customerPartyId: document.customerPartyId,
    });
    tx.publish(
      EntryPostedMessage,
      { type: 'entry', id, version: 1 },
      { entryId: id, journal: draft.journal, documentId: document.documentId },
    );
    tx.audit('entry', id);
  }
}
