import { GoodsReceiptChangedMessage } from '@navette/contracts';
import type { GoodsReceipt } from '@navette/contracts/stock/v1/service';
import { isUuid } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { goodsReceiptErrors, type ReceiptLine } from './goods-receipt.js';
import { GoodsReceiptRepository, type ReadReceipt, type ReadReceiptLine } from './goods-receipt.repository.js';

/** Receipts as other contexts and screens see them, within somebody's transaction. */
@Injectable()
export class ReadGoodsReceipt {
  constructor(private readonly receipts: GoodsReceiptRepository) {}

  /** Locks a receipt. @throws DomainError `stock.goods-receipt.not-found` */
  async lock(tx: Tx, id: string): Promise<ReadReceipt> {
    const receipt = isUuid(id) ? await this.receipts.lock(tx, id) : undefined;
    if (receipt === undefined) throw goodsReceiptErrors.error('goods-receipt.not-found');
    return receipt;
  }

  /** A receipt without its lines. @throws DomainError `stock.goods-receipt.not-found` */
  async head(tx: Tx, id: string): Promise<ReadReceipt> {
    const [receipt] = isUuid(id) ? await this.receipts.byIds(tx, [id]) : [];
    if (receipt === undefined) throw goodsReceiptErrors.error('goods-receipt.not-found');
    return receipt;
  }

  linesOf(tx: Tx, id: string): Promise<ReceiptLine[]> {
    return this.receipts.linesOf(tx, id);
  }

  /** @throws DomainError `stock.goods-receipt.not-found` */
  async byId(tx: Tx, id: string): Promise<GoodsReceipt> {
    const [receipt] = isUuid(id) ? await this.byIds(tx, [id]) : [];
    if (receipt === undefined) throw goodsReceiptErrors.error('goods-receipt.not-found');
    return receipt;
  }

  /** A draft as this transaction has made or changed it, which whoever looks at it is told of (WE-3). */
  async changed(tx: Tx, id: string): Promise<GoodsReceipt> {
    const receipt = await this.byId(tx, id);
    tellReceiptChanged(tx, id, Number(receipt.version));
    return receipt;
  }

  /** In the order of their numbers. */
  async byIds(tx: Tx, ids: readonly string[]): Promise<GoodsReceipt[]> {
    const receipts = await this.receipts.byIds(tx, ids);
    const lines = new Map<string, ReadReceiptLine[]>(ids.map((id) => [id, []]));
    for (const { receiptId, line } of await this.receipts.linesOfAll(tx, ids)) lines.get(receiptId)?.push(line);
    return receipts.map((receipt) => shownReceipt(receipt, lines.get(receipt.id) ?? []));
  }
}

/** WE-3: those who look at a receipt read it again; what it is about now, they ask. */
export function tellReceiptChanged(tx: Tx, id: string, version: number): void {
  tx.publish(GoodsReceiptChangedMessage, { type: 'goods-receipt', id, version }, { receiptId: id });
}

export function shownReceipt(receipt: ReadReceipt, lines: readonly ReadReceiptLine[]): GoodsReceipt {
  return {
    id: receipt.id,
    version: String(receipt.version),
    number: receipt.number,
    supplierPartyId: receipt.supplierPartyId,
    state: receipt.state,
    deliveryNote: receipt.deliveryNote,
    countermark: receipt.countermark,
    validatedAt: receipt.validatedAt?.toString() ?? '',
    sagaId: receipt.sagaId ?? '',
    sagaState: receipt.sagaState,
    createdAt: receipt.createdAt.toString(),
    supplierOrderId: receipt.supplierOrderId ?? '',
    scanned: undefined,
    lines: lines.map((line) => ({
      id: line.id,
      partId: line.partId,
      reference: line.reference,
      designation: line.designation,
      supplierOrderId: line.orderId,
      supplierOrderNumber: line.orderNumber,
      supplierOrderLineId: line.orderLineId ?? '',
      awaited: line.awaited.toString(),
      quantity: line.quantity.toString(),
      unitPrice: line.unitPrice?.toString() ?? '',
      updatePrice: line.updatePrice,
      currentPrice: line.currentPrice?.toString() ?? '',
      locationCode: line.locationCode,
    })),
  };
}
