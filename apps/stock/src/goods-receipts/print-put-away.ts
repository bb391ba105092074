import type { PrintPutAwayRequest, PutAwayPaper, PutAwayPlace } from '@navette/contracts/stock/v1/put_away';
import { barcodeFor, businessDocumentPdf, shown, type Row } from '@navette/documents';
import { localDate, Quantity } from '@navette/kernel';
import { message, type Locale } from '@navette/messages';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { LetterheadReader } from '../letterhead/letterhead.reader.js';
import { goodsReceiptErrors } from './goods-receipt.js';
import { ReadGoodsReceipt } from './read-goods-receipt.js';
import { ReadPutAway } from './read-put-away.js';

/** Millimetres of whose a piece is, of a bin, and of the box that is ticked when it is put away. */
const OWNER = 46;
const BIN = 22;
const TICK = 14;

/** ST-23: put-to-light on paper: where each piece of a receipt goes; of a draft as things are now, and the paper says so. */
@Injectable()
export class PrintPutAway {
  constructor(
    private readonly db: Database,
    private readonly read: ReadGoodsReceipt,
    private readonly putAway: ReadPutAway,
    private readonly letterheads: LetterheadReader,
  ) {}

  /**
   * @throws DomainError `stock.goods-receipt.not-found`, `….nothing-to-put-away` of one that is voided or counts nothing,
   *   `platform.service.unavailable` while identity does not answer
   */
  async execute(scope: Scope, { receiptId, language, customers }: PrintPutAwayRequest): Promise<PutAwayPaper> {
    const locale: Locale = language === 'en' ? 'en' : 'fr';
    const { places, provisional } = await this.putAway.execute(scope, receiptId);
    const { now, receipt } = await this.db.tenantRead(scope, async (tx) => ({
      now: tx.now,
      receipt: await this.read.head(tx, receiptId),
    }));
    const { number, deliveryNote } = receipt;
    if (places.length === 0) throw goodsReceiptErrors.error('goods-receipt.nothing-to-put-away', { number });
    const { letterhead, timeZone } = await this.letterheads.read(scope, locale);
    const text = (code: string) => message(locale, code);
    const names = new Map(customers.map(({ customerPartyId, name }) => [customerPartyId, name]));
    const content = await businessDocumentPdf({
      locale,
      letterhead,
      title: text('document.put-away.title'),
      number,
      date: localDate(receipt.validatedAt ?? now, timeZone).toString(),
      madeAt: new Date(now.epochMilliseconds),
      facts: [
        ...(deliveryNote === '' ? [] : [{ label: text('document.put-away.delivery-note'), value: deliveryNote }]),
        { label: text('document.put-away.for-customers'), value: piecesOf(locale, places.filter(isGiven)) },
        {
          label: text('document.put-away.for-shelf'),
          value: piecesOf(
            locale,
            places.filter((one) => !isGiven(one)),
          ),
        },
      ],
      barcode: barcodeFor(number),
      body: [
        ...(provisional ? [{ kind: 'title', text: text('document.put-away.provisional') } as const] : []),
        {
          kind: 'table',
          table: {
            columns: [
              { title: text('document.order.column.reference'), kind: 'code' },
              { title: text('document.order.column.designation'), kind: 'text' },
              { title: text('document.order.column.quantity'), kind: 'quantity' },
              { title: text('document.put-away.goes-to'), kind: 'text', width: OWNER },
              { title: text('document.put-away.bin'), kind: 'code', width: BIN },
              { title: text('document.put-away.done'), kind: 'blank', width: TICK },
            ],
            rows: places.map((place) => rowOf(place, names, text('document.put-away.shelf'))),
          },
        },
      ],
    });
    return { content, fileName: `${text('document.put-away.file')}-${number}.pdf` };
  }
}

const isGiven = ({ owner }: PutAwayPlace) => owner !== undefined && owner.needId !== '';

const piecesOf = (locale: Locale, places: readonly PutAwayPlace[]) =>
  shown(locale, 'quantity', Quantity.sum(places.map(({ quantity }) => Quantity.parse(quantity))).toString());

function rowOf(place: PutAwayPlace, names: ReadonlyMap<string, string>, shelf: string): Row {
  const { designation, locationCode, owner, quantity, reference } = place;
  const goesTo = isGiven(place) ? [owner?.originNumber, names.get(owner?.customerPartyId ?? '')] : [shelf];
  return { cells: [reference, designation, quantity, goesTo.filter(Boolean).join(' · '), locationCode, ''] };
}
