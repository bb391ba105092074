import { DomainError } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { AllocateStock } from '../allocations/allocate-stock.js';
import { MakeRoom } from '../allocations/make-room.js';
import { PostMovements } from '../stock-levels/post-movements.js';
import { costAt, reversal } from '../stock-levels/valuation.js';
import { quantityByPart, type ReceivedLine } from './goods-receipt.js';
import { GoodsReceiptRepository } from './goods-receipt.repository.js';
import { PartsOfReceipt } from './parts-of-receipt.js';
import { tellReceiptChanged } from './read-goods-receipt.js';
import { UnreceiveOrderLines } from './unreceive-order-lines.js';

/**
 * Last step of voiding (ST-24): the movements are reversed at the receipt's cost, the orders await again what they had
 * received, and so do the needs. Within the saga's transaction; harmless when repeated.
 */
@Injectable()
export class ReverseGoodsReceipt {
  constructor(
    private readonly receipts: GoodsReceiptRepository,
    private readonly parts: PartsOfReceipt,
    private readonly makeRoom: MakeRoom,
    private readonly movements: PostMovements,
    private readonly unreceive: UnreceiveOrderLines,
    private readonly allocate: AllocateStock,
  ) {}

  /** Empty when done; the refusal's code where parts have gone since the receipt was voided, and nothing is changed. */
  async execute(tx: Tx, receiptId: string): Promise<{ refused?: string }> {
    const receipt = await this.receipts.lock(tx, receiptId);
    if (receipt?.state !== 'voided' || receipt.reversedAt !== null) return {};
    let lines: ReceivedLine[];
    try {
      // Orders before stock, as everywhere.
      await this.unreceive.lock(tx, await this.receipts.linesOf(tx, receiptId));
      lines = await this.parts.lock(tx, receiptId);
    } catch (error) {
      if (error instanceof DomainError) return { refused: error.code };
      throw error;
    }
    tx.audit('goods-receipt', receiptId);
    await this.makeRoom.execute(tx, quantityByPart(lines), 'receipt-voided');
    await this.movements.post(
      tx,
      { kind: 'goods_receipt', id: receiptId },
      lines.map(({ id: lineId, partId, quantity, unitPrice }) => ({
        partId,
        lineId,
        happens: (stock) => [reversal(stock, quantity, costAt(unitPrice))],
      })),
    );
    await this.receipts.setReversed(tx, receiptId);
    tellReceiptChanged(tx, receiptId, receipt.version + 1);
    await this.unreceive.execute(tx, lines);
    await this.allocate.execute(
      tx,
      lines.map(({ partId }) => partId),
    );
    return {};
  }
}
