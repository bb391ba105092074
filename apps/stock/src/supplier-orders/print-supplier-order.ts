import type { SupplierOrderDocument } from '@navette/contracts/stock/v1/order_papers';
import { barcodeFor, businessDocumentPdf, shown, spreadsheetXlsx, type DocumentTable } from '@navette/documents';
import { isUuid, lineNet, localDate, Money } from '@navette/kernel';
import { message, type Locale } from '@navette/messages';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { LetterheadReader } from '../letterhead/letterhead.reader.js';
import { RecipientReader, type Recipient } from '../letterhead/recipient.reader.js';
import { supplierOrderErrors, type OrderHead, type OrderLine, type OrderState } from './supplier-order.js';
import { SupplierOrderRepository } from './supplier-order.repository.js';

const FORMATS = ['pdf', 'xlsx'] as const;
type Format = (typeof FORMATS)[number];

/** States in which the paper must not be taken for an order. */
const UNSENT: Readonly<Partial<Record<OrderState, string>>> = {
  draft: 'document.order.state.draft',
  cancelled: 'document.order.state.cancelled',
};

/** What of a line is on paper: as ordered, less what was cancelled. */
type PaperLine = OrderLine & { readonly countermarks: readonly string[] };

/** ST-21, ST-27: the order on paper for its supplier, or as a sheet for the supplier's site. */
@Injectable()
export class PrintSupplierOrder {
  constructor(
    private readonly db: Database,
    private readonly orders: SupplierOrderRepository,
    private readonly letterheads: LetterheadReader,
    private readonly recipients: RecipientReader,
  ) {}

  /**
   * @throws DomainError `stock.supplier-order.not-found`, `….format-unknown`, `platform.service.unavailable` while identity or
   *   parties does not answer
   */
  async execute(scope: Scope, id: string, format: string): Promise<SupplierOrderDocument> {
    if (!(FORMATS as readonly string[]).includes(format))
      throw supplierOrderErrors.error('supplier-order.format-unknown', { accepted: FORMATS });
    const { lines, order } = await this.#read(scope, id);
    const supplier = await this.recipients.read(scope, order.supplierPartyId);
    const content =
      format === 'pdf' ? await this.#pdf(scope, order, lines, supplier) : await sheetOf(order, lines, supplier);
    return { content, fileName: `${order.number}.${format as Format}`, state: order.state };
  }

  #read(scope: Scope, id: string): Promise<{ order: OrderHead; lines: PaperLine[] }> {
    return this.db.tenantRead(scope, async (tx) => {
      const [order] = isUuid(id) ? await this.orders.byIds(tx, [id]) : [];
      if (order === undefined) throw supplierOrderErrors.error('supplier-order.not-found');
      const lines = await this.orders.linesOf(tx, [id]);
      const countermarks = await this.orders.countermarksOf(tx, id);
      return {
        order,
        lines: lines
          .map((line) => ({
            ...line,
            quantity: line.quantity.minus(line.cancelled),
            countermarks: countermarks.get(line.id) ?? [],
          })) // prettier-ignore
          .filter(({ quantity }) => quantity.isPositive()),
      };
    });
  }

  async #pdf(scope: Scope, order: OrderHead, lines: readonly PaperLine[], { locale, lines: to }: Recipient) {
    const { letterhead, timeZone } = await this.letterheads.read(scope, locale);
    const text = (code: string) => message(locale, code);
    const priced = lines.flatMap(({ quantity, unitPrice }) => (unitPrice === undefined ? [] : [lineNet(quantity, unitPrice)])); // prettier-ignore
    const unsent = UNSENT[order.state];
    const facts = [
      ...(unsent === undefined ? [] : [{ label: text('document.order.state'), value: text(unsent) }]),
      ...expectedOf(lines, locale),
    ];
    return businessDocumentPdf({
      locale,
      letterhead,
      title: text('document.order.title'),
      number: order.number,
      date: localDate(order.placedAt, timeZone).toString(),
      madeAt: new Date(order.placedAt.epochMilliseconds),
      recipient: {
        label: text('document.order.supplier'),
        lines: to,
      },
      facts,
      barcode: barcodeFor(order.number),
      body: [
        {
          kind: 'table',
          table: tableOf(lines, locale),
          totals: [
            { label: text('document.order.net'), kind: 'money', value: Money.sum(priced).toString(), strong: true },
          ],
        },
        ...(priced.length < lines.length
          ? [{ kind: 'text', text: text('document.order.without-price') } as const]
          : []),
        { kind: 'text', text: text('document.order.please') },
      ],
    });
  }
}

/** One day for the whole order is said once, beneath its date. */
function expectedOf(lines: readonly PaperLine[], locale: Locale) {
  const days = new Set(lines.map(({ expectedOn }) => expectedOn?.toString() ?? ''));
  const [day = ''] = days;
  if (days.size !== 1 || day === '') return [];
  return [{ label: message(locale, 'document.order.expected'), value: shown(locale, 'date', day) }];
}

function tableOf(lines: readonly PaperLine[], locale: Locale): DocumentTable {
  const title = (code: string) => message(locale, code);
  return {
    columns: [
      { title: title('document.order.column.reference'), kind: 'code' },
      { title: title('document.order.column.designation'), kind: 'text' },
      { title: title('document.order.column.quantity'), kind: 'quantity' },
      { title: title('document.order.column.unit-price'), kind: 'price' },
      { title: title('document.order.column.net'), kind: 'money' },
      { title: title('document.order.column.expected'), kind: 'date' },
    ],
    rows: lines.map(({ countermarks, designation, expectedOn, quantity, reference, unitPrice }) => ({
      cells: [
        reference,
        designation,
        quantity.toString(),
        unitPrice?.toString() ?? '',
        unitPrice === undefined ? '' : lineNet(quantity, unitPrice).toString(),
        expectedOn?.toString() ?? '',
      ],
      ...(countermarks.length > 0 && {
        note: message(locale, 'document.order.countermark', { countermarks: [...countermarks] }),
      }),
    })),
  };
}

function sheetOf(order: OrderHead, lines: readonly PaperLine[], { locale, name }: Recipient) {
  const { columns, rows } = tableOf(lines, locale);
  const countermark = { title: message(locale, 'document.order.column.countermark'), kind: 'text' } as const;
  const cellsOf = [...(rows as Iterable<{ cells: readonly string[] }>)].map(({ cells }) => cells);
  return spreadsheetXlsx({
    name: order.number,
    madeAt: new Date(order.placedAt.epochMilliseconds),
    head: [
      [message(locale, 'document.order.title'), order.number],
      [message(locale, 'document.order.supplier'), name],
    ],
    table: {
      columns: [...columns, countermark],
      rows: cellsOf.map((cells, i) => ({ cells: [...cells, lines[i]?.countermarks.join(', ') ?? ''] })),
    },
  });
}
