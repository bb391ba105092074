import type { PreparationPaper, PreparedPart, PrintPickListRequest } from '@navette/contracts/stock/v1/preparation';
import { businessDocumentPdf, type Heading, type Row } from '@navette/documents';
import { localDate, Quantity } from '@navette/kernel';
import { message, type Locale } from '@navette/messages';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { LetterheadReader } from '../letterhead/letterhead.reader.js';
import { askedOrigins, preparationErrors, readyAtDepot } from './preparation.js';
import { PreparedPartRepository } from './prepared-part.repository.js';

/** Millimetres of the box that is ticked when the part is taken, and of a number that stands in one line. */
const TICK = 14;
const NUMBER = 36;

/** ST-16: what to take from which place for customer orders, as things are now. */
@Injectable()
export class PrintPickList {
  constructor(
    private readonly db: Database,
    private readonly parts: PreparedPartRepository,
    private readonly letterheads: LetterheadReader,
  ) {}

  /**
   * @throws DomainError `stock.preparation.nothing-ready`, `….too-many`, `platform.service.unavailable` while identity does not
   *   answer
   */
  async execute(scope: Scope, { language, orderIds }: PrintPickListRequest): Promise<PreparationPaper> {
    const locale: Locale = language === 'en' ? 'en' : 'fr';
    const asked = askedOrigins(orderIds);
    const { now, ready } = await this.db.tenantRead(scope, async (tx) => ({
      now: tx.now,
      ready: (await this.parts.ofOrigins(tx, asked)).filter((part) => Quantity.parse(part.ready).isPositive()),
    }));
    if (ready.length === 0) throw preparationErrors.error('preparation.nothing-ready');
    const { letterhead, timeZone } = await this.letterheads.read(scope, locale);
    const text = (code: string) => message(locale, code);
    const date = localDate(now, timeZone).toString();
    const content = await businessDocumentPdf({
      locale,
      letterhead,
      title: text('document.pick-list.title'),
      number: '',
      date,
      madeAt: new Date(now.epochMilliseconds),
      facts: [
        {
          label: text('document.pick-list.orders'),
          value: [...new Set(ready.map(({ originNumber }) => originNumber))].sort().join(', '),
        },
      ],
      body: [
        {
          kind: 'table',
          table: {
            columns: [
              { title: text('document.order.column.reference'), kind: 'code' },
              { title: text('document.order.column.designation'), kind: 'text' },
              { title: text('document.order.column.quantity'), kind: 'quantity' },
              { title: text('document.pick-list.order'), kind: 'code', width: NUMBER },
              { title: text('document.pick-list.taken'), kind: 'blank', width: TICK },
            ],
            rows: byPlace(ready, locale),
          },
        },
      ],
    });
    return { content, fileName: `${text('document.pick-list.file')}-${date}.pdf` };
  }
}

/** Rows under the place that they are taken from: those of the depot, then what lies elsewhere, place by place (ST-11). */
function* byPlace(parts: readonly PreparedPart[], locale: Locale): Iterable<Row | Heading> {
  const atDepot = parts.flatMap((part) => {
    const quantity = readyAtDepot(part);
    const place = part.locationCode || message(locale, 'document.pick-list.no-place');
    return quantity.isPositive() ? [{ part, place, quantity: quantity.toString() }] : [];
  });
  const others = parts.flatMap((part) =>
    part.elsewhere.map(({ code, label, quantity }) => {
      const place = message(locale, 'document.pick-list.elsewhere', { place: `${code} ${label}` });
      return { part, place, quantity };
    }),
  );
  const placeByPlace = others.sort((a, b) => Number(a.place > b.place) - Number(a.place < b.place));
  let before: string | undefined;
  for (const { part, place, quantity } of [...atDepot, ...placeByPlace]) {
    if (place !== before) yield { heading: place };
    before = place;
    yield { cells: [part.reference, part.designation, quantity, part.originNumber, ''] };
  }
}
