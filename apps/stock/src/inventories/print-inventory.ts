import type { InventoryDocument, InventoryLine, PrintInventoryRequest } from '@navette/contracts/stock/v1/inventories';
import { barcodeFor, businessDocumentPdf, shown, type Block, type Heading, type Row } from '@navette/documents';
import { localDate, Money } from '@navette/kernel';
import { message, type Locale } from '@navette/messages';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { LetterheadReader } from '../letterhead/letterhead.reader.js';
import { inventoryErrors, PAPERS } from './inventory.js';
import { InventoryLineRepository } from './inventory-line.repository.js';
import type { InventoryRow } from './inventory.repository.js';
import { ReadInventories } from './read-inventories.js';

const TITLES = { sheet: 'document.inventory.sheet', final: 'document.inventory.final' } as const;
const STATES = {
  counting: 'document.inventory.state.counting',
  validated: 'document.inventory.state.validated',
  cancelled: 'document.inventory.state.cancelled',
} as const;

/** Millimetres of the box that a quantity is written into. */
const BOX = 28;

/** ST-14, ST-19: count sheets, and the final inventory with its valued differences, at any time. */
@Injectable()
export class PrintInventory {
  constructor(
    private readonly db: Database,
    private readonly lines: InventoryLineRepository,
    private readonly letterheads: LetterheadReader,
    private readonly read: ReadInventories,
  ) {}

  /** @throws DomainError `stock.inventory.not-found`, `….invalid`, `platform.service.unavailable` while identity does not answer */
  async execute(scope: Scope, { id, kind, language }: PrintInventoryRequest): Promise<InventoryDocument> {
    if (!(PAPERS as readonly string[]).includes(kind)) {
      const field = inventoryErrors.field('/kind', 'inventory.not-accepted', { accepted: PAPERS });
      throw inventoryErrors.error('inventory.invalid', {}, [field]);
    }
    const locale: Locale = language === 'en' ? 'en' : 'fr';
    const { inventory, lines } = await this.db.tenantRead(scope, async (tx) => {
      const known = await this.read.known(tx, id);
      return { inventory: known, lines: await this.read.shown(tx, await this.lines.all(tx, id)) };
    });
    const { letterhead, timeZone } = await this.letterheads.read(scope, locale);
    const text = (code: string) => message(locale, code);
    const at = (kind === 'final' ? inventory.closedAt : null) ?? inventory.openedAt;
    const signatures: Block = {
      kind: 'signatures',
      labels: [text('document.inventory.counted-by'), text('document.inventory.checked-by')],
    };
    const pdf = await businessDocumentPdf({
      locale,
      letterhead,
      title: text(TITLES[kind as keyof typeof TITLES]),
      number: inventory.number,
      date: localDate(at, timeZone).toString(),
      madeAt: new Date(at.epochMilliseconds),
      facts: [
        ...(inventory.label === '' ? [] : [{ label: text('document.inventory.label'), value: inventory.label }]),
        { label: text('document.inventory.state'), value: text(STATES[inventory.state]) },
        { label: text('document.inventory.lines'), value: shown(locale, 'quantity', String(lines.length)) },
      ],
      barcode: barcodeFor(inventory.number),
      landscape: kind === 'final',
      body: [kind === 'sheet' ? sheetOf(inventory, lines, text) : finalOf(inventory, lines, text), signatures],
    });
    return { pdf, fileName: `${inventory.number}-${kind}.pdf` };
  }
}

type Text = (code: string) => string;

/** Without quantities: who counts is not told what to find. */
function sheetOf(inventory: InventoryRow, lines: readonly InventoryLine[], text: Text): Block {
  return {
    kind: 'table',
    table: {
      columns: [
        { title: text('document.inventory.column.location'), kind: 'code' },
        { title: text('document.inventory.column.reference'), kind: 'code' },
        { title: text('document.inventory.column.designation'), kind: 'text' },
        { title: text('document.inventory.column.counted'), kind: 'blank', width: BOX },
      ],
      rows: grouped(inventory, lines, ({ designation, locationCode, reference }) => ({
        cells: [locationCode, reference, designation, ''],
      })),
    },
  };
}

function finalOf(inventory: InventoryRow, lines: readonly InventoryLine[], text: Text): Block {
  // What is posted is what the movements say; before that it is what they would.
  const isPosted = inventory.state === 'validated';
  const valueOf = (line: InventoryLine) => (isPosted ? line.postedValue : line.differenceValue);
  const worth = lines.map((line) => Money.parse(valueOf(line) || '0'));
  const total = (code: string, amounts: readonly Money[], strong = false) =>
    ({ label: text(code), kind: 'money', value: Money.sum(amounts).toString(), strong }) as const;
  return {
    kind: 'table',
    table: {
      columns: [
        { title: text('document.inventory.column.location'), kind: 'code' },
        { title: text('document.inventory.column.reference'), kind: 'code' },
        { title: text('document.inventory.column.designation'), kind: 'text' },
        { title: text('document.inventory.column.expected'), kind: 'quantity' },
        { title: text('document.inventory.column.counted'), kind: 'quantity' },
        { title: text('document.inventory.column.difference'), kind: 'quantity' },
        { title: text('document.inventory.column.unit-cost'), kind: 'price' },
        { title: text('document.inventory.column.value'), kind: 'money' },
      ],
      rows: grouped(inventory, lines, (line) => ({
        cells: [
          line.locationCode,
          line.reference,
          line.designation,
          line.expected,
          line.counted,
          isPosted ? line.postedQuantity : line.difference,
          line.unitCost,
          valueOf(line),
        ],
      })),
    },
    totals: [
      total(
        'document.inventory.total.more',
        worth.filter((one) => one.isPositive()),
      ),
      total(
        'document.inventory.total.less',
        worth.filter((one) => one.isNegative()),
      ),
      total('document.inventory.total.all', worth, true),
    ],
  };
}

/** Rows under the family or location that the inventory is laid out by. */
function* grouped(
  { groupBy }: InventoryRow,
  lines: readonly InventoryLine[],
  rowOf: (line: InventoryLine) => Row,
): Iterable<Row | Heading> {
  let before: string | undefined;
  for (const line of lines) {
    const group = groupBy === 'family' ? line.familyCode : groupBy === 'location' ? line.locationCode : '';
    if (group !== '' && group !== before) yield { heading: group };
    before = group;
    yield rowOf(line);
  }
}
