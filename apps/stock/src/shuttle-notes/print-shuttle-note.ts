import type { ShuttleNotePaper } from '@navette/contracts/stock/v1/shuttle_notes';
import { barcodeFor, businessDocumentPdf, type DocumentTable } from '@navette/documents';
import { isUuid, localDate, Temporal } from '@navette/kernel';
import { message } from '@navette/messages';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { LetterheadReader } from '../letterhead/letterhead.reader.js';
import { RecipientReader } from '../letterhead/recipient.reader.js';
import { AddresseeReader } from './addressee.reader.js';
import { shuttleErrors, type ShuttleItem } from './shuttle-note.js';
import { ShuttleNoteRepository } from './shuttle-note.repository.js';

/**
 * ST-16: the note that goes with a repaired appliance, or with parts to who bought them, in the language of whom it goes to; as
 * often as it is asked for.
 */
@Injectable()
export class PrintShuttleNote {
  constructor(
    private readonly db: Database,
    private readonly notes: ShuttleNoteRepository,
    private readonly addressees: AddresseeReader,
    private readonly recipients: RecipientReader,
    private readonly letterheads: LetterheadReader,
  ) {}

  /**
   * @throws DomainError `stock.shuttle-note.not-found`, `platform.service.unavailable` while identity, parties, or who keeps the
   *   file or order, does not answer
   */
  async execute(scope: Scope, id: string): Promise<ShuttleNotePaper> {
    const note = isUuid(id) ? await this.db.tenantRead(scope, (tx) => this.notes.byId(tx, id)) : undefined;
    if (note === undefined) throw shuttleErrors.error('shuttle-note.not-found');
    const { lines, partyId, remarks } = await this.addressees.read(scope, note);
    const { locale } = await this.recipients.read(scope, partyId);
    const { letterhead, timeZone } = await this.letterheads.read(scope, locale);
    const text = (code: string) => message(locale, code);
    const issued = Temporal.Instant.from(note.issuedAt);
    const content = await businessDocumentPdf({
      locale,
      letterhead,
      title: text('document.shuttle-note.title'),
      number: note.number,
      date: localDate(issued, timeZone).toString(),
      madeAt: new Date(issued.epochMilliseconds),
      recipient: { label: text('document.shuttle-note.addressee'), lines },
      facts: [{ label: text(ORIGINS[note.originKind] ?? ''), value: note.originNumber }],
      // What is scanned where it arrives leads to the file or the order.
      barcode: barcodeFor(note.originNumber),
      body: [
        { kind: 'table', table: tableOf(note.contents, text) },
        ...(remarks === ''
          ? []
          : ([
              { kind: 'title', text: text('document.shuttle-note.remarks') },
              { kind: 'text', text: remarks },
            ] as const)),
        {
          kind: 'signatures',
          labels: [text('document.return.sent-by'), text('document.shuttle-note.carrier'), text('document.delivery-note.received-by')], // prettier-ignore
        },
      ],
    });
    return { content, fileName: `${note.number}.pdf` };
  }
}

const ORIGINS: Readonly<Record<string, string>> = {
  customer_order: 'document.delivery-note.order',
  intervention_file: 'document.delivery-note.file',
};

/** A column of which nothing is known is left out. */
function tableOf(contents: readonly ShuttleItem[], text: (code: string) => string): DocumentTable {
  const columns = [
    { of: 'reference', title: text('document.order.column.reference'), kind: 'code' },
    { of: 'designation', title: text('document.order.column.designation'), kind: 'text' },
    { of: 'serialNumber', title: text('document.shuttle-note.serial-number'), kind: 'code' },
    { of: 'quantity', title: text('document.order.column.quantity'), kind: 'quantity' },
  ] as const;
  const known = columns.filter(({ of }) => contents.some((item) => item[of] !== ''));
  return {
    columns: known.map(({ kind, title }) => ({ kind, title })),
    rows: contents.map((item) => ({ cells: known.map(({ of }) => item[of]) })),
  };
}
