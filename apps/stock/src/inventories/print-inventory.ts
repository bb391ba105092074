import type { InventoryDocument, InventoryLine, PrintInventoryRequest } from '@navette/contracts/stock/v1/inventories';
import { barcodeFor, businessDocumentPdf, shown, type Block, type Heading, type Row } from '@navette/documents';
import { Money } from '@navette/kernel';
import { message, type Locale } from '@navette/messages';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { LetterheadReader } from '../letterhead/letterhead.reader.js';
import { RecipientReader } from '../letterhead/recipient.reader.js';
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
    private readonly recipients: RecipientReader,
    private readonly read: ReadInventories,
  ) {}

  /** @throws DomainError `stock.inventory.not-found`, `….invalid`, `platform.service.unavailable` while identity, or parties for
   *  sheets by supplier, does not answer */
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
    const { letterhead } = await this.letterheads.read(scope, locale);
    const groupOf = await this.#groups(scope, inventory, lines);
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
      date: inventory.date.toString(),
      madeAt: new Date(at.epochMilliseconds),
      facts: [
        ...(inventory.label === '' ? [] : [{ label: text('document.inventory.label'), value: inventory.label }]),
        ...(inventory.placeId === ''
          ? []
          : [{ label: text('document.inventory.place'), value: `${inventory.placeCode} · ${inventory.placeLabel}` }]),
        { label: text('document.inventory.state'), value: text(STATES[inventory.state]) },
        { label: text('document.inventory.lines'), value: shown(locale, 'quantity', String(lines.length)) },
      ],
      barcode: barcodeFor(inventory.number),
      landscape: kind === 'final',
      body: [
        ...(inventory.notes === '' ? [] : [{ kind: 'text', text: inventory.notes } as const]),
        kind === 'sheet' ? sheetOf(inventory, groupOf, lines, text) : finalOf(inventory, groupOf, lines, text),
        signatures,
      ],
    });
    return { pdf, fileName: `${inventory.number}-${kind}.pdf` };
  }

  /** What rows stand under: their family, place or supplier, as the inventory is laid out (E-082). */
  async #groups(scope: Scope, { groupBy }: InventoryRow, lines: readonly InventoryLine[]): Promise<GroupOf> {
    if (groupBy === 'family') return ({ familyCode }) => familyCode;
    if (groupBy === 'location') return ({ locationCode }) => locationCode;
    if (groupBy !== 'supplier') return () => '';
    const names = new Map<string, string>([['', '']]);
    for (const { supplierPartyId: id } of lines) {
      if (!names.has(id)) names.set(id, (await this.recipients.read(scope, id)).name);
    }
    return ({ supplierPartyId }) => names.get(supplierPartyId) ?? '';
  }
}

type Text = (code: string) => string;
type GroupOf = (line: InventoryLine) => string;

/** Without quantities: who counts is not told what to find. */
function sheetOf({ placeId }: InventoryRow, groupOf: GroupOf, lines: readonly InventoryLine[], text: Text): Block {
  return {
    kind: 'table',
    table: {
      columns: [
        ...located(placeId, { title: text('document.inventory.column.location'), kind: 'code' } as const),
        { title: text('document.inventory.column.reference'), kind: 'code' },
        { title: text('document.inventory.column.designation'), kind: 'text' },
        { title: text('document.inventory.column.counted'), kind: 'blank', width: BOX },
      ],
      rows: grouped(groupOf, lines, text, ({ designation, locationCode, reference }) => ({
        cells: [...located(placeId, locationCode), reference, designation, ''],
      })),
    },
  };
}

function finalOf(
  { placeId, state }: InventoryRow,
  groupOf: GroupOf,
  lines: readonly InventoryLine[],
  text: Text,
): Block {
  // What is posted is what the movements say; before that it is what they would.
  const isPosted = state === 'validated';
  const valueOf = (line: InventoryLine) => (isPosted ? line.postedValue : line.differenceValue);
  const worth = lines.map((line) => Money.parse(valueOf(line) || '0'));
  const total = (code: string, amounts: readonly Money[], strong = false) =>
    ({ label: text(code), kind: 'money', value: Money.sum(amounts).toString(), strong }) as const;
  return {
    kind: 'table',
    table: {
      columns: [
        ...located(placeId, { title: text('document.inventory.column.location'), kind: 'code' } as const),
        { title: text('document.inventory.column.reference'), kind: 'code' },
        { title: text('document.inventory.column.designation'), kind: 'text' },
        { title: text('document.inventory.column.expected'), kind: 'quantity' },
        { title: text('document.inventory.column.counted'), kind: 'quantity' },
        { title: text('document.inventory.column.difference'), kind: 'quantity' },
        { title: text('document.inventory.column.unit-cost'), kind: 'price' },
        { title: text('document.inventory.column.value'), kind: 'money' },
      ],
      rows: grouped(groupOf, lines, text, (line) => ({
        cells: [
          ...located(placeId, line.locationCode),
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

/** Of the depot alone: a storage location says nothing of what lies elsewhere. */
function located<T>(placeId: string, one: T): T[] {
  return placeId === '' ? [one] : [];
}

/** Rows under what they belong to; those that belong to nothing come last, under words that say so. */
function* grouped(
  groupOf: GroupOf,
  lines: readonly InventoryLine[],
  text: Text,
  rowOf: (line: InventoryLine) => Row,
): Iterable<Row | Heading> {
  let before = '';
  for (const line of lines) {
    const group = groupOf(line);
    if (group !== before) yield { heading: group === '' ? text('document.inventory.no-group') : group };
    before = group;
    yield rowOf(line);
  }
}
