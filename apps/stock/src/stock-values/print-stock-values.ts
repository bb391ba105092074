import type {
  PrintStockValuesRequest,
  StockValue,
  StockValueDocument,
  StockValueSum,
} from '@navette/contracts/stock/v1/stock_values';
import { businessDocumentPdf, type Block, type Row } from '@navette/documents';
import { message, type Locale } from '@navette/messages';
import type { Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { LetterheadReader } from '../letterhead/letterhead.reader.js';
import { ReadStockValues } from './read-stock-values.js';

/** ST-10: the valued state of stock on paper, by reference, its families summed up at the end. */
@Injectable()
export class PrintStockValues {
  constructor(
    private readonly read: ReadStockValues,
    private readonly letterheads: LetterheadReader,
  ) {}

  /** @throws DomainError `stock.stock-value.invalid`, `platform.service.unavailable` while identity does not answer */
  async execute(scope: Scope, { query, language }: PrintStockValuesRequest): Promise<StockValueDocument> {
    const locale: Locale = language === 'en' ? 'en' : 'fr';
    const { letterhead } = await this.letterheads.read(scope, locale);
    const text = (code: string) => message(locale, code);
    return this.read.walk(scope, query, async ({ on, withFifo }, rows, sums) => {
      const date = on.toString();
      const pdf = await businessDocumentPdf({
        locale,
        letterhead,
        title: text('document.stock-value.title'),
        number: '',
        date,
        madeAt: new Date(on.toZonedDateTime('UTC').epochMilliseconds),
        facts: [
          {
            label: text('document.stock-value.method'),
            value: text(withFifo ? 'document.stock-value.method.both' : 'document.stock-value.method.average'),
          },
        ],
        landscape: withFifo,
        body: [
          partsOf(rows, withFifo, text),
          { kind: 'title', text: text('document.stock-value.families') },
          familiesOf(sums, withFifo, text),
        ],
      });
      return { pdf, fileName: `stock-${date}.pdf` };
    });
  }
}

type Text = (code: string) => string;
type Fifo = Pick<StockValue, 'fifoValue' | 'fifoDifference'>;

/** The columns that FIFO adds, and what stands in them. */
const fifoColumns = (withFifo: boolean, text: Text) =>
  withFifo
    ? [
        { title: text('document.stock-value.column.fifo'), kind: 'money' as const },
        { title: text('document.stock-value.column.difference'), kind: 'money' as const },
      ]
    : [];
const fifoCells = (withFifo: boolean, { fifoValue, fifoDifference }: Fifo) =>
  withFifo ? [fifoValue, fifoDifference] : [];

function partsOf(values: AsyncIterable<StockValue>, withFifo: boolean, text: Text): Block {
  async function* rows(): AsyncGenerator<Row> {
    for await (const one of values) {
      const { reference, designation, onHand, averageCost, value } = one;
      yield { cells: [reference, designation, onHand, averageCost, value, ...fifoCells(withFifo, one)] };
    }
  }
  return {
    kind: 'table',
    table: {
      columns: [
        { title: text('document.stock-value.column.reference'), kind: 'code' },
        { title: text('document.stock-value.column.designation'), kind: 'text' },
        { title: text('document.stock-value.column.on-hand'), kind: 'quantity' },
        { title: text('document.stock-value.column.average-cost'), kind: 'price' },
        { title: text('document.stock-value.column.value'), kind: 'money' },
        ...fifoColumns(withFifo, text),
      ],
      rows: rows(),
    },
  };
}

/** Drawn after the parts, when the sums are whole. */
function familiesOf(
  sums: () => { groups: StockValueSum[]; total: StockValueSum | undefined },
  withFifo: boolean,
  text: Text,
): Block {
  // prettier-ignore
  function* rows(): Generator<Row> {
    const { groups, total } = sums();
    for (const one of groups) {
      const name = one.groupId === '' ? text('document.stock-value.no-family') : one.groupLabel;
      yield { cells: [one.groupCode, name, String(one.parts), one.value, ...fifoCells(withFifo, one)] };
    }
    if (total) yield { cells: ['', text('document.stock-value.total'), String(total.parts), total.value, ...fifoCells(withFifo, total)] };
  }
  return {
    kind: 'table',
    table: {
      columns: [
        { title: text('document.stock-value.column.family'), kind: 'code' },
        { title: '', kind: 'text' },
        { title: text('document.stock-value.column.parts'), kind: 'quantity' },
        { title: text('document.stock-value.column.value'), kind: 'money' },
        ...fifoColumns(withFifo, text),
      ],
      rows: rows(),
    },
  };
}
