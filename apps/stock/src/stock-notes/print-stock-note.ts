import type { PrintStockNoteRequest, StockNote, StockNotePaper } from '@navette/contracts/stock/v1/stock_notes';
import { barcodeFor, businessDocumentPdf, type DocumentTable } from '@navette/documents';
import { Temporal } from '@navette/kernel';
import { message, type Locale } from '@navette/messages';
import type { Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { LetterheadReader } from '../letterhead/letterhead.reader.js';
import { ReadStockNotes } from './read-stock-notes.js';

/** E-077: the paper of a note, in the language of who asks; as often as it is asked for. */
@Injectable()
export class PrintStockNote {
  constructor(
    private readonly read: ReadStockNotes,
    private readonly letterheads: LetterheadReader,
  ) {}

  /** @throws DomainError `stock.stock-note.not-found`, `platform.service.unavailable` while identity does not answer */
  async execute(scope: Scope, { id, language }: PrintStockNoteRequest): Promise<StockNotePaper> {
    const locale: Locale = language === 'en' ? 'en' : 'fr';
    const text = (code: string) => message(locale, code);
    const note = await this.read.execute(scope, id);
    const { letterhead } = await this.letterheads.read(scope, locale);
    const isIn = note.kind === 'stock_in';
    const place = note.placeId === '' ? text('document.stock-note.depot') : `${note.placeCode} · ${note.placeLabel}`;
    const content = await businessDocumentPdf({
      locale,
      letterhead,
      title: text(isIn ? 'document.stock-note.title-in' : 'document.stock-note.title-out'),
      number: note.number,
      date: note.date,
      madeAt: new Date(Temporal.Instant.from(note.recordedAt).epochMilliseconds),
      facts: [{ label: text('document.stock-note.place'), value: place }],
      barcode: barcodeFor(note.number),
      body: [
        ...(note.comment === '' ? [] : [{ kind: 'text', text: note.comment } as const]),
        {
          kind: 'table',
          table: tableOf(note, isIn, text),
          totals: [{ label: text('document.stock-note.total'), kind: 'money', value: note.value, strong: true }],
        },
        { kind: 'signatures', labels: [text('document.stock-note.made-by'), text('document.inventory.checked-by')] },
      ],
    });
    return { content, fileName: `${note.number}.pdf` };
  }
}

/** What comes in has its unit cost, what goes out its reason. */
function tableOf({ lines }: StockNote, isIn: boolean, text: (code: string) => string): DocumentTable {
  return {
    columns: [
      { title: text('document.order.column.reference'), kind: 'code' },
      { title: text('document.order.column.designation'), kind: 'text' },
      ...(isIn ? [] : [{ title: text('document.return.reason'), kind: 'code' } as const]),
      { title: text('document.order.column.quantity'), kind: 'quantity' },
      ...(isIn ? [{ title: text('document.stock-note.unit-cost'), kind: 'price' } as const] : []),
      { title: text('document.inventory.column.value'), kind: 'money' },
    ],
    rows: lines.map(({ designation, quantity, reason, reference, unitCost, value }) => ({
      cells: [reference, designation, ...(isIn ? [quantity, unitCost] : [reason, quantity]), value],
    })),
  };
}
