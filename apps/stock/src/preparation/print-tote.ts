import type { PreparationPaper, PreparedPart, PrintToteRequest } from '@navette/contracts/stock/v1/preparation';
import { barcodeFor, businessDocumentPdf, shown, type Block, type Row } from '@navette/documents';
import { Quantity } from '@navette/kernel';
import { message, type Locale } from '@navette/messages';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { LetterheadReader } from '../letterhead/letterhead.reader.js';
import { askedTote, preparationErrors, readyAtDepot } from './preparation.js';
import { PreparedPartRepository } from './prepared-part.repository.js';

/** Millimetres of a place, and of the box that is ticked when the part is in the tote. */
const PLACE = 25;
const TICK = 14;

/** ST-16: what a technician takes along for the files of a day, as things are now; what was not reserved in time stands out. */
@Injectable()
export class PrintTote {
  constructor(
    private readonly db: Database,
    private readonly parts: PreparedPartRepository,
    private readonly letterheads: LetterheadReader,
  ) {}

  /**
   * Files that want no part are left out.
   * @throws DomainError `stock.preparation.nothing-wanted`, `….too-many`, `….technician-wrong`, `….day-wrong`,
   *   `platform.service.unavailable` while identity does not answer
   */
  async execute(scope: Scope, request: PrintToteRequest): Promise<PreparationPaper> {
    const locale: Locale = request.language === 'en' ? 'en' : 'fr';
    const { day, files, technician } = askedTote(request);
    const { now, parts } = await this.db.tenantRead(scope, async (tx) => ({
      now: tx.now,
      parts: (await this.parts.ofOrigins(tx, files.map(({ originId }) => originId))).filter(isOfFile), // prettier-ignore
    }));
    if (parts.length === 0) throw preparationErrors.error('preparation.nothing-wanted');
    const { letterhead } = await this.letterheads.read(scope, locale);
    const missing = parts.filter(isMissing).length;
    const packed = files.flatMap((file) => {
      const own = parts.filter(({ originId }) => originId === file.originId);
      const [first] = own;
      return first === undefined ? [] : [{ ...file, number: first.originNumber, parts: own }];
    });
    const content = await businessDocumentPdf({
      locale,
      letterhead,
      // Who it is for is read from afar.
      title: technician,
      number: message(locale, 'document.tote.title', { day: shown(locale, 'date', day) }),
      date: day,
      madeAt: new Date(now.epochMilliseconds),
      facts: [
        { label: message(locale, 'document.tote.files'), value: String(packed.length) },
        { label: message(locale, 'document.tote.lines'), value: String(parts.length) },
      ],
      body: [
        ...(missing === 0 ? [] : [{ kind: 'title', text: message(locale, 'document.tote.to-check', { count: missing }) } as const]), // prettier-ignore
        ...packed.flatMap(({ customer, number, parts: own, town }): Block[] => [
          {
            kind: 'title',
            text: [number, customer, town].filter((text) => text !== '').join(' · '),
            barcode: barcodeFor(number),
          },
          { kind: 'table', table: { columns: columns(locale), rows: own.map((part) => rowOf(locale, part)) } },
        ]),
      ],
    });
    return { content, fileName: `${message(locale, 'document.tote.file')}-${day}.pdf` };
  }
}

const isOfFile = ({ originKind }: PreparedPart) => originKind === 'intervention_file';
const isMissing = ({ missing }: PreparedPart) => Quantity.parse(missing).isPositive();

const columns = (locale: Locale) =>
  [
    { title: message(locale, 'document.order.column.reference'), kind: 'code' },
    { title: message(locale, 'document.order.column.designation'), kind: 'text' },
    { title: message(locale, 'document.tote.place'), kind: 'code', width: PLACE },
    { title: message(locale, 'document.tote.wanted'), kind: 'quantity' },
    { title: message(locale, 'document.tote.ready'), kind: 'quantity' },
    { title: message(locale, 'document.tote.missing'), kind: 'quantity' },
    { title: message(locale, 'document.pick-list.taken'), kind: 'blank', width: TICK },
  ] as const;

function rowOf(locale: Locale, part: PreparedPart): Row {
  const { countedBy, designation, elsewhere, locationCode, missing, ready, reference, wanted } = part;
  const isAllElsewhere = elsewhere.length > 0 && !readyAtDepot(part).isPositive();
  const note = [
    isMissing(part) ? lackOf(locale, part) : '',
    ...elsewhere.map(({ code, label, quantity }) =>
      message(locale, 'document.tote.elsewhere', {
        place: `${code} ${label}`,
        quantity: shown(locale, 'quantity', quantity),
      }),
    ),
    countedBy === '' ? '' : message(locale, 'document.tote.counted', { number: countedBy }),
  ].filter((text) => text !== '');
  return {
    cells: [
      reference,
      designation,
      isAllElsewhere ? '' : locationCode,
      wanted,
      ready,
      isMissing(part) ? missing : '',
      '',
    ],
    ...(note.length > 0 && { note: note.join(' · '), isNoteLoud: isMissing(part) }),
  };
}

function lackOf(locale: Locale, { onOrder }: PreparedPart): string {
  if (!Quantity.parse(onOrder).isPositive()) return message(locale, 'document.tote.not-in-time');
  return message(locale, 'document.tote.on-order', { quantity: shown(locale, 'quantity', onOrder) });
}
