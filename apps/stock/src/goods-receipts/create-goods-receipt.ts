import type { CreateGoodsReceiptRequest, GoodsReceipt } from '@navette/contracts/stock/v1/service';
import { isUuid, Quantity } from '@navette/kernel';
import { Database, type Scope, type Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { ReferenceRepository } from '../references/reference.repository.js';
import { SettingsRepository } from '../settings/settings.repository.js';
import { awaitedOf, supplierOrderErrors, type OrderHead } from '../supplier-orders/supplier-order.js';
import { SupplierOrderRepository } from '../supplier-orders/supplier-order.repository.js';
import { AwaitedLines, expectReceivable } from './awaited-lines.js';
import { goodsReceiptErrors } from './goods-receipt.js';
import { GoodsReceiptRepository } from './goods-receipt.repository.js';
import { ReadGoodsReceipt } from './read-goods-receipt.js';
import { newReceiptInput, type NewReceiptInput } from './receipt-input.js';

/** ST-23: a draft receipt, from an order or per supplier, with the awaited lines that are asked for. */
@Injectable()
export class CreateGoodsReceipt {
  constructor(
    private readonly db: Database,
    private readonly receipts: GoodsReceiptRepository,
    private readonly orders: SupplierOrderRepository,
    private readonly awaited: AwaitedLines,
    private readonly references: ReferenceRepository,
    private readonly settings: SettingsRepository,
    private readonly read: ReadGoodsReceipt,
  ) {}

  /**
   * @throws DomainError `stock.goods-receipt.invalid`, `….order-not-receivable`, `….delivery-note-used`,
   *   `stock.supplier-order.not-found`
   */
  execute(scope: Scope, request: CreateGoodsReceiptRequest): Promise<GoodsReceipt> {
    const input = newReceiptInput(request);
    return this.db.command(scope, async (tx) => {
      const order = input.supplierOrderId === '' ? undefined : await this.#order(tx, input);
      const supplierPartyId = order?.supplierPartyId ?? (await this.#supplier(tx, input));
      const [number] = await this.references.nextNumbers(tx, 'ES', 1);
      const { deliveryNote, countermark } = input;
      const receipt = {
        id: tx.newId(),
        number: number as string,
        supplierPartyId,
        supplierOrderId: order?.id ?? null,
        deliveryNote,
        countermark,
      };
      tx.audit('goods-receipt', receipt.id);
      const used = await this.receipts.insert(tx, [receipt]);
      if (used.length > 0) throw goodsReceiptErrors.error('goods-receipt.delivery-note-used', { deliveryNote });
      const { updatePriceByDefault } = await this.settings.read(tx);
      // Of an order its awaited lines are always there, to be counted; per supplier only those that are asked for.
      const lines = input.pull === 'none' && order === undefined ? [] : await this.awaited.of(tx, receipt, input);
      await this.receipts.insertLines(
        tx,
        lines.map((line) => ({
          id: tx.newId(),
          receiptId: receipt.id,
          partId: line.partId,
          orderLineId: line.id,
          awaited: awaitedOf(line),
          quantity: input.pull === 'none' ? Quantity.zero : awaitedOf(line),
          unitPrice: line.unitPrice,
          updatePrice: updatePriceByDefault,
        })),
      );
      return this.read.changed(tx, receipt.id);
    });
  }

  async #order(tx: Tx, { supplierOrderId, supplierPartyId }: NewReceiptInput): Promise<OrderHead> {
    const [order] = isUuid(supplierOrderId) ? await this.orders.byIds(tx, [supplierOrderId]) : [];
    if (order === undefined) throw supplierOrderErrors.error('supplier-order.not-found');
    if (supplierPartyId !== '' && supplierPartyId !== order.supplierPartyId) {
      const field = goodsReceiptErrors.field('/supplierPartyId', 'goods-receipt.order-of-another-supplier');
      throw goodsReceiptErrors.error('goods-receipt.invalid', {}, [field]);
    }
    expectReceivable(order);
    return order;
  }

  async #supplier(tx: Tx, { supplierPartyId }: NewReceiptInput): Promise<string> {
    if ((await this.references.suppliersAmong(tx, [supplierPartyId])).has(supplierPartyId)) return supplierPartyId;
    const field = goodsReceiptErrors.field('/supplierPartyId', 'goods-receipt.supplier-unknown');
    throw goodsReceiptErrors.error('goods-receipt.invalid', {}, [field]);
  }
}
