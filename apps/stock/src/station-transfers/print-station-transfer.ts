import type { PrintStationTransferRequest, StationTransferPaper } from '@navette/contracts/stock/v1/station_transfers';
import { barcodeFor, businessDocumentPdf, shown } from '@navette/documents';
import { isUuid, localDate, Temporal } from '@navette/kernel';
import { message, type Locale } from '@navette/messages';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { PartRepository } from '../catalogue/part.repository.js';
import { LetterheadReader } from '../letterhead/letterhead.reader.js';
import { expectSide, expectTransferState } from './station-transfer.js';
import { StationTransferRepository } from './station-transfer.repository.js';

/** Millimetres of a place, and of the box that is ticked. */
const PLACE = 25;
const TICK = 14;

/**
 * ST-15: the note by which the parts are taken from their place, and that goes with them; as often as it is asked for, from when
 * they are promised on. Its barcode finds the transfer in the station that receives it.
 */
@Injectable()
export class PrintStationTransfer {
  constructor(
    private readonly db: Database,
    private readonly transfers: StationTransferRepository,
    private readonly parts: PartRepository,
    private readonly letterheads: LetterheadReader,
  ) {}

  /**
   * @throws DomainError `stock.station-transfer.not-found`, `….other-side`, `….wrong-state` of one that is not accepted,
   *   `platform.service.unavailable` while identity does not answer
   */
  async execute(scope: Scope, { id, language }: PrintStationTransferRequest): Promise<StationTransferPaper> {
    const locale: Locale = language === 'en' ? 'en' : 'fr';
    const text = (code: string) => message(locale, code);
    const { transfer, part } = await this.db.tenantRead(scope, async (tx) => {
      const half = expectSide(isUuid(id) ? await this.transfers.byId(tx, id) : undefined, 'outgoing');
      expectTransferState(half, ['accepted', 'issued', 'received']);
      return { transfer: half, part: await this.parts.known(tx, half.partId) };
    });
    const { issuedAt, number, quantity, requestedAt, stationId } = transfer;
    const [{ letterhead, timeZone }, lines] = await Promise.all([
      this.letterheads.read(scope, locale),
      this.letterheads.addressOf(scope, stationId),
    ]);
    const day = (at: Temporal.Instant) => localDate(at, timeZone).toString();
    const dated = issuedAt ?? requestedAt;
    const content = await businessDocumentPdf({
      locale,
      letterhead,
      title: text('document.transfer.title'),
      number,
      date: day(dated),
      madeAt: new Date(dated.epochMilliseconds),
      recipient: { label: text('document.transfer.to'), lines },
      facts: [
        { label: text('document.transfer.requested'), value: shown(locale, 'date', day(requestedAt)) },
        ...(issuedAt === null
          ? [{ label: text('document.order.state'), value: text('document.transfer.to-send') }]
          : []),
      ],
      barcode: barcodeFor(number),
      body: [
        {
          kind: 'table',
          table: {
            columns: [
              { title: text('document.order.column.reference'), kind: 'code' },
              { title: text('document.order.column.designation'), kind: 'text' },
              { title: text('document.tote.place'), kind: 'code', width: PLACE },
              { title: text('document.order.column.quantity'), kind: 'quantity' },
              { title: text('document.pick-list.taken'), kind: 'blank', width: TICK },
              { title: text('document.transfer.arrived'), kind: 'blank', width: TICK },
            ],
            rows: [{ cells: [part.reference, part.designation, part.locationCode, quantity, '', ''] }],
          },
        },
        { kind: 'text', text: text('document.transfer.scan') },
        { kind: 'signatures', labels: [text('document.return.sent-by'), text('document.return.received-by')] },
      ],
    });
    return { content, fileName: `${number}.pdf` };
  }
}
