import { Quantity } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { PostMovements } from '../stock-levels/post-movements.js';
import { DEPOT } from '../stock-levels/stock-level.js';
import { StockLevelRepository } from '../stock-levels/stock-level.repository.js';
import { goodsReceiptErrors, quantityByPart, type ReceivedLine } from './goods-receipt.js';
import { GoodsReceiptRepository } from './goods-receipt.repository.js';

/** Whether what a receipt brought still is there, within somebody's transaction. */
@Injectable()
export class PartsOfReceipt {
  constructor(
    private readonly receipts: GoodsReceiptRepository,
    private readonly levels: StockLevelRepository,
    private readonly movements: PostMovements,
  ) {}

  /**
   * The lines that brought something, their parts' stock locked, none of them consumed or gone otherwise.
   * @throws DomainError `stock.goods-receipt.parts-gone` naming the lines: what is left is a return to the supplier (ST-25);
   *   `stock.inventory.part-counted`
   */
  async lock(tx: Tx, receiptId: string): Promise<ReceivedLine[]> {
    const all = await this.receipts.linesOf(tx, receiptId);
    const lines = all.filter(({ quantity }) => quantity.isPositive());
    const stock = await this.levels.lock(
      tx,
      lines.map(({ partId }) => partId),
    );
    await this.movements.expectNotCounted(tx, DEPOT, [...stock.keys()]);
    const there = await this.levels.onHandAt(tx, DEPOT, [...stock.keys()]);
    const consumed = await this.receipts.consumedLines(tx, receiptId);
    const brought = quantityByPart(lines);
    const gone = lines.filter(
      ({ id, partId }) =>
        consumed.has(id) || (there.get(partId) ?? Quantity.zero).compare(brought.get(partId) ?? Quantity.zero) < 0,
    );
    if (gone.length === 0) return lines as ReceivedLine[];
    const fields = gone.map((line) =>
      goodsReceiptErrors.field(`/lines/${all.indexOf(line)}`, 'goods-receipt.part-gone', { reference: line.reference }),
    );
    const references = [...new Set(gone.map(({ reference }) => reference))];
    throw goodsReceiptErrors.error('goods-receipt.parts-gone', { references }, fields);
  }
}
