import { Quantity, type UnitPrice } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import type { CatalogueItem } from '../catalogue/part.js';
import { costOf } from '../catalogue/sale-price.js';
import { SettingsRepository } from '../settings/settings.repository.js';
import { awaitedOf, type OrderLine } from '../supplier-orders/supplier-order.js';
import { SupplierOrderRepository } from '../supplier-orders/supplier-order.repository.js';
import type { ReceiptHead, ReceiptLine } from './goods-receipt.js';
import { GoodsReceiptRepository, type NewReceiptLine } from './goods-receipt.repository.js';

/** A part typed or scanned that was not on the draft. */
export interface AddedPart {
  readonly part: CatalogueItem;
  readonly quantity: Quantity;
  readonly unitPrice?: UnitPrice | undefined;
  readonly updatePrice?: boolean | undefined;
}

/** Adds parts to a locked draft: to the oldest order line that awaits them, as unordered where none does (ST-23). */
@Injectable()
export class AddDraftLines {
  constructor(
    private readonly receipts: GoodsReceiptRepository,
    private readonly orders: SupplierOrderRepository,
    private readonly settings: SettingsRepository,
  ) {}

  async execute(
    tx: Tx,
    receipt: ReceiptHead,
    lines: readonly ReceiptLine[],
    added: readonly AddedPart[],
  ): Promise<void> {
    const { updatePriceByDefault } = await this.settings.read(tx);
    const rows: NewReceiptLine[] = [];
    for (const { part, quantity, unitPrice, updatePrice } of added) {
      const line = await this.#awaiting(tx, receipt, lines, part.id);
      rows.push({
        id: tx.newId(),
        receiptId: receipt.id,
        partId: part.id,
        orderLineId: line?.id ?? null,
        awaited: line === undefined ? Quantity.zero : awaitedOf(line),
        quantity,
        unitPrice: unitPrice ?? line?.unitPrice ?? costOf(part),
        updatePrice: updatePrice ?? updatePriceByDefault,
      });
    }
    await this.receipts.insertLines(tx, rows);
  }

  /** Whether an order line that is not on the draft awaits the part. */
  async awaitsMore(tx: Tx, receipt: ReceiptHead, lines: readonly ReceiptLine[], partId: string): Promise<boolean> {
    return (await this.#awaiting(tx, receipt, lines, partId)) !== undefined;
  }

  async #awaiting(
    tx: Tx,
    { supplierPartyId, supplierOrderId }: ReceiptHead,
    lines: readonly ReceiptLine[],
    partId: string,
  ): Promise<OrderLine | undefined> {
    const taken = new Set(lines.map(({ orderLineId }) => orderLineId));
    const orderIds = supplierOrderId === null ? null : [supplierOrderId];
    const awaiting = await this.orders.awaited(tx, { supplierPartyId, orderIds, partId });
    return awaiting.find(({ id }) => !taken.has(id));
  }
}
