import type { Document, DocumentPaper } from '@navette/contracts/billing/v1/service';
import { addressLines, barcodeFor, businessDocumentPdf, letterheadOf, type DocumentTable } from '@navette/documents';
import { message } from '@navette/messages';
import { isUuid, Temporal } from '@navette/kernel';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import type { Station } from '../stations/station.js';
import { documentErrors } from './document.js';
import { DocumentRepository } from './document.repository.js';
import { PaperStyleReader } from './paper-style.reader.js';

/**
 * ST-17: a delivery note on paper, as it was issued: what the station or the customer is called since changes nothing. Its
 * labels are in the customer's language.
 */
@Injectable()
export class PrintDocument {
  constructor(
    private readonly db: Database,
    private readonly documents: DocumentRepository,
    private readonly styles: PaperStyleReader,
  ) {}

  /**
   * @throws DomainError `billing.document.not-found`, `….no-paper` for what is no delivery note, `….in-progress` until stock
   *   has said that the parts have left, `platform.service.unavailable` while identity or parties does not answer
   */
  async execute(scope: Scope, id: string): Promise<DocumentPaper> {
    const found = await this.db.tenantRead(scope, async (tx) => {
      const document = isUuid(id) ? await this.documents.byId(tx, id) : undefined;
      return document && { document, seller: (await this.documents.sellerOf(tx, id)) as Station };
    });
    if (found === undefined) throw documentErrors.error('document.not-found');
    const { document, seller } = found;
    if (document.kind !== 'billable_delivery_note') throw documentErrors.error('document.no-paper');
    if (document.inProgress) throw documentErrors.error('document.in-progress');
    const { locale, logo } = await this.styles.read(scope, document.customerPartyId);
    const text = (code: string) => message(locale, code);
    const midday = Temporal.PlainDate.from(document.issuedOn).toZonedDateTime({ timeZone: 'UTC', plainTime: '12:00' });
    const content = await businessDocumentPdf({
      locale,
      letterhead: { ...letterheadOf(seller, locale), ...(logo && { logo }) },
      title: text('document.delivery-note.title'),
      number: document.number,
      date: document.issuedOn,
      madeAt: new Date(midday.epochMilliseconds),
      recipient: {
        label: text('document.delivery-note.customer'),
        lines: [document.customerName, ...addressLines(document.customerAddress)],
      },
      facts: [{ label: text(ORIGINS[document.originKind] ?? ''), value: document.originNumber }],
      barcode: barcodeFor(document.number),
      body: [
        {
          kind: 'table',
          table: tableOf(document, text),
          totals: [
            { label: text('document.order.net'), kind: 'money', value: document.totalExcludingVat },
            { label: text('document.delivery-note.vat'), kind: 'money', value: document.totalVat },
            { label: text('document.delivery-note.total'), kind: 'money', value: document.total, strong: true },
          ],
        },
        { kind: 'signatures', labels: [text('document.delivery-note.received-by')] },
      ],
    });
    return { content, fileName: `${document.number}.pdf` };
  }
}

const ORIGINS: Readonly<Record<string, string>> = {
  customer_order: 'document.delivery-note.order',
  intervention_file: 'document.delivery-note.file',
};

function tableOf({ lines }: Document, text: (code: string) => string): DocumentTable {
  const isDiscounted = lines.some(({ discount }) => Number(discount) !== 0);
  return {
    columns: [
      { title: text('document.order.column.reference'), kind: 'code' },
      { title: text('document.order.column.designation'), kind: 'text' },
      { title: text('document.order.column.quantity'), kind: 'quantity' },
      { title: text('document.order.column.unit-price'), kind: 'price' },
      ...(isDiscounted ? [{ title: text('document.delivery-note.discount'), kind: 'rate' } as const] : []),
      { title: text('document.order.column.net'), kind: 'money' },
    ],
    rows: lines.map(({ designation, discount, net, quantity, reference, unitPrice }) => ({
      cells: [reference, designation, quantity, unitPrice, ...(isDiscounted ? [discount] : []), net],
    })),
  };
}
