import type { SupplierReturn, SupplierReturnDocument } from '@navette/contracts/stock/v1/supplier_returns';
import { barcodeFor, businessDocumentPdf } from '@navette/documents';
import { localDate, Temporal } from '@navette/kernel';
import { message } from '@navette/messages';
import type { Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { LetterheadReader } from '../letterhead/letterhead.reader.js';
import { RecipientReader } from '../letterhead/recipient.reader.js';
import { ReadSupplierReturn } from './read-supplier-return.js';

/** ST-25: the slip that goes with the parts, and says which credit is expected. */
@Injectable()
export class PrintSupplierReturn {
  constructor(
    private readonly read: ReadSupplierReturn,
    private readonly letterheads: LetterheadReader,
    private readonly recipients: RecipientReader,
  ) {}

  /**
   * @throws DomainError `stock.supplier-return.not-found`, `platform.service.unavailable` while identity or parties does not
   *   answer
   */
  async execute(scope: Scope, id: string): Promise<SupplierReturnDocument> {
    const shown = await this.read.execute(scope, id);
    const { locale, lines } = await this.recipients.read(scope, shown.supplierPartyId);
    const text = (code: string, params = {}) => message(locale, code, params);
    const { letterhead, timeZone } = await this.letterheads.read(scope, locale);
    const created = Temporal.Instant.from(shown.createdAt);
    const content = await businessDocumentPdf({
      locale,
      letterhead,
      title: text('document.return.title'),
      number: shown.number,
      date: localDate(created, timeZone).toString(),
      madeAt: new Date(created.epochMilliseconds),
      recipient: {
        label: text('document.order.supplier'),
        lines,
      },
      facts: [
        { label: text('document.return.receipt'), value: shown.goodsReceiptNumber },
        ...(shown.state === 'cancelled'
          ? [{ label: text('document.order.state'), value: text('document.return.state.cancelled') }]
          : []),
      ],
      barcode: barcodeFor(shown.number),
      body: [
        ...(shown.comment === '' ? [] : [{ kind: 'text', text: shown.comment } as const]),
        {
          kind: 'table',
          table: tableOf(shown, text),
          totals: [{ label: text('document.return.expected-credit'), kind: 'money', value: shown.expectedCredit, strong: true }], // prettier-ignore
        },
        { kind: 'text', text: text('document.return.please') },
        { kind: 'signatures', labels: [text('document.return.sent-by'), text('document.return.received-by')] },
      ],
    });
    return { content, fileName: `${shown.number}.pdf` };
  }
}

const REASONS: Readonly<Record<string, string>> = {
  defective: 'document.return.reason.defective',
  wrong: 'document.return.reason.wrong',
  warranty: 'document.return.reason.warranty',
};

function tableOf({ lines }: SupplierReturn, text: (code: string) => string) {
  return {
    columns: [
      { title: text('document.order.column.reference'), kind: 'code' },
      { title: text('document.order.column.designation'), kind: 'text' },
      { title: text('document.return.reason'), kind: 'code' },
      { title: text('document.order.column.quantity'), kind: 'quantity' },
      { title: text('document.order.column.unit-price'), kind: 'price' },
      { title: text('document.order.column.net'), kind: 'money' },
    ],
    rows: lines.map(({ credit, designation, quantity, reason, reference, unitPrice }) => ({
      cells: [reference, designation, text(REASONS[reason] ?? ''), quantity, unitPrice, credit],
    })),
  } as const;
}
