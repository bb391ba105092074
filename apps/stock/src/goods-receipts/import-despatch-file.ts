import type { ImportDespatchFileResponse } from '@navette/contracts/stock/v1/service';
import { Database, type Scope, type Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { normalisedReference } from '../catalogue/part.js';
import { ReferenceRepository } from '../references/reference.repository.js';
import { SettingsRepository } from '../settings/settings.repository.js';
import { awaitedOf, receivable, type OrderHead, type OrderLine } from '../supplier-orders/supplier-order.js';
import { SupplierOrderRepository } from '../supplier-orders/supplier-order.repository.js';
import {
  checkedRows,
  despatchErrors,
  MOST_ERRORS,
  rowError,
  type DespatchRow,
  type RawRow,
  type RowError,
} from './despatch-file.js';
import { readDespatchCsv, readDespatchXlsx } from './despatch-file.reader.js';
import { goodsReceiptErrors } from './goods-receipt.js';
import { GoodsReceiptRepository } from './goods-receipt.repository.js';
import { ReadGoodsReceipt } from './read-goods-receipt.js';

const READERS = { csv: readDespatchCsv, xlsx: readDespatchXlsx };

/** A row with the order line it answers. */
interface PlacedRow {
  readonly row: DespatchRow;
  readonly order: OrderHead;
  readonly line: OrderLine;
}

/**
 * ST-23: draft receipts from a despatch file, one per order and delivery note (layout: `despatch-file.ts`). One error per
 * bad row, and nothing is made when there is one; a delivery note is imported once, whoever sends its file again.
 */
@Injectable()
export class ImportDespatchFile {
  constructor(
    private readonly db: Database,
    private readonly receipts: GoodsReceiptRepository,
    private readonly orders: SupplierOrderRepository,
    private readonly references: ReferenceRepository,
    private readonly settings: SettingsRepository,
    private readonly read: ReadGoodsReceipt,
  ) {}

  /** @throws DomainError `stock.despatch-file.format-not-accepted`, `stock.goods-receipt.delivery-note-used` */
  async execute(scope: Scope, content: Uint8Array, format: string): Promise<ImportDespatchFileResponse> {
    const reader = READERS[format as keyof typeof READERS] as (typeof READERS)['csv'] | undefined;
    if (reader === undefined) {
      throw despatchErrors.error('despatch-file.format-not-accepted', { accepted: Object.keys(READERS) });
    }
    const file = await reader(content);
    if ('errors' in file) return refusal(file.errors);
    return this.db.command(scope, async (tx) => {
      const { placed, errors } = await this.#place(tx, file.rows);
      if (errors.length > 0) {
        tx.changesNothing();
        return refusal(errors);
      }
      return { receipts: await this.#make(tx, placed), errors: [] };
    });
  }

  async #place(tx: Tx, raw: readonly RawRow[]): Promise<{ placed: PlacedRow[]; errors: RowError[] }> {
    const { rows, errors } = checkedRows(raw, await this.references.today(tx));
    const orders = await this.orders.byNumbers(tx, [...new Set(rows.map(({ orderNumber }) => orderNumber))]);
    const orderIds = orders.map(({ id }) => id);
    const byNumber = new Map(orders.map((order) => [order.number, order]));
    const lines = new Map(
      (await this.orders.linesOf(tx, orderIds)).map((line) => [keyOf(line.orderId, line.reference), line]),
    );
    const used = new Set(
      (await this.receipts.knownNotes(tx, orderIds)).map(({ orderId, deliveryNote }) => keyOf(orderId, deliveryNote)),
    );
    const placed: PlacedRow[] = [];
    for (const row of rows) {
      const order = byNumber.get(row.orderNumber);
      const line = order && lines.get(keyOf(order.id, row.partReference));
      const error = misplaced(row, order, line, order !== undefined && used.has(keyOf(order.id, row.deliveryNote)));
      if (error !== undefined) errors.push(error);
      else placed.push({ row, order: order as OrderHead, line: line as OrderLine });
    }
    return { placed, errors: errors.sort((a, b) => a.line - b.line) };
  }

  async #make(tx: Tx, placed: readonly PlacedRow[]): Promise<ImportDespatchFileResponse['receipts']> {
    const groups = new Map<string, PlacedRow[]>();
    for (const one of placed) {
      const key = JSON.stringify([one.order.id, one.row.deliveryNote]);
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [one]);
      else group.push(one);
    }
    const numbers = await this.references.nextNumbers(tx, 'ES', groups.size);
    const drafts = [...groups.values()].map((rows, i) => {
      const { order, row } = rows[0] as PlacedRow;
      return {
        id: tx.newId(),
        number: numbers[i] as string,
        supplierPartyId: order.supplierPartyId,
        supplierOrderId: order.id,
        deliveryNote: row.deliveryNote,
        countermark: '',
        rows,
      };
    });
    const [used] = await this.receipts.insert(tx, drafts);
    // Somebody imported the same file at the same time.
    if (used !== undefined) throw goodsReceiptErrors.error('goods-receipt.delivery-note-used', { deliveryNote: used });
    const { updatePriceByDefault: updatePrice } = await this.settings.read(tx);
    await this.receipts.insertLines(
      tx,
      drafts.flatMap(({ id: receiptId, rows }) =>
        rows.map(({ row, line }) => ({
          id: tx.newId(),
          receiptId,
          partId: line.partId,
          orderLineId: line.id,
          awaited: awaitedOf(line),
          quantity: row.quantity,
          unitPrice: row.unitPrice,
          updatePrice,
        })),
      ),
    );
    for (const { id } of drafts) tx.audit('goods-receipt', id);
    return Promise.all(drafts.map(({ id }) => this.read.changed(tx, id)));
  }
}

function misplaced(
  { line: at, orderNumber: number, partReference: reference, deliveryNote }: DespatchRow,
  order: OrderHead | undefined,
  line: OrderLine | undefined,
  noteUsed: boolean,
): RowError | undefined {
  if (order === undefined) return rowError(at, 'order_number', 'despatch-file.order-unknown', { number });
  if (!receivable.includes(order.state)) {
    return rowError(at, 'order_number', 'despatch-file.order-closed', { number, state: order.state });
  }
  if (line === undefined)
    return rowError(at, 'part_reference', 'despatch-file.part-not-on-order', { reference, number });
  if (noteUsed) return rowError(at, 'delivery_note', 'despatch-file.delivery-note-used', { deliveryNote });
  return undefined;
}

function keyOf(id: string, text: string): string {
  return `${id}/${normalisedReference(text)}`;
}

function refusal(errors: readonly RowError[]): ImportDespatchFileResponse {
  return {
    receipts: [],
    errors: errors.slice(0, MOST_ERRORS).map((error) => ({ ...error, params: { ...error.params } })),
  };
}
