import type { GoodsReceipt, ValidateGoodsReceiptRequest } from '@navette/contracts/stock/v1/service';
import { Database, type Scope, type Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { AllocateStock } from '../allocations/allocate-stock.js';
import { ChangePartPrices } from '../catalogue/change-part-prices.js';
import { PostMovements } from '../stock-levels/post-movements.js';
import { costAt, entry } from '../stock-levels/valuation.js';
import { expectReceiptState, expectReceiptVersion, receivedLines, type ReceivedLine } from './goods-receipt.js';
import { ReadGoodsReceipt } from './read-goods-receipt.js';
import { ReceiveOrderLines } from './receive-order-lines.js';
import { StartAllocation } from './start-allocation.js';

/**
 * ST-23, ST-24: the parts are there. In one transaction: movements with their cost, what the orders have received, prices
 * that are to become the parts' own, tentative allocations to those who wait, and the saga that asks them. However often
 * and at once it is asked, a receipt is validated once; asked again it answers with what became of it.
 */
@Injectable()
export class ValidateGoodsReceipt {
  constructor(
    private readonly db: Database,
    private readonly read: ReadGoodsReceipt,
    private readonly receive: ReceiveOrderLines,
    private readonly movements: PostMovements,
    private readonly prices: ChangePartPrices,
    private readonly allocate: AllocateStock,
    private readonly start: StartAllocation,
  ) {}

  /**
   * @throws DomainError `stock.goods-receipt.not-found`, `….wrong-state`, `….changed-meanwhile`, `….empty`,
   *   `….price-missing`, `….order-not-receivable`, `….over-receipt` (unless accepted)
   */
  execute(
    scope: Scope,
    { id, expectedVersion, acceptOverReceipt }: ValidateGoodsReceiptRequest,
  ): Promise<GoodsReceipt> {
    return this.db.command(scope, async (tx) => {
      const receipt = await this.read.lock(tx, id);
      if (receipt.state === 'validated') {
        tx.changesNothing();
        return this.read.byId(tx, id);
      }
      expectReceiptState(receipt, ['draft']);
      expectReceiptVersion(receipt, Number(expectedVersion));
      const all = await this.read.linesOf(tx, id);
      const lines = receivedLines(all);
      tx.audit('goods-receipt', id);
      await this.receive.execute(tx, all, acceptOverReceipt);
      await this.movements.post(
        tx,
        { kind: 'goods_receipt', id },
        lines.map(({ id: lineId, partId, quantity, unitPrice }) => ({
          partId,
          lineId,
          happens: (stock) => entry(stock, 'receipt', quantity, costAt(unitPrice)),
        })),
      );
      await this.#takePrices(tx, id, lines);
      await this.allocate.execute(
        tx,
        lines.map(({ partId }) => partId),
        {
          supplies: lines.map(({ id: receiptLineId, partId, quantity, orderLineId }) => ({
            partId,
            quantity,
            receiptLineId,
            orderLineId,
          })),
        },
      );
      return this.start.execute(tx, id);
    });
  }

  /** Of several lines of a part the last one's price counts. */
  async #takePrices(tx: Tx, receiptId: string, lines: readonly ReceivedLine[]): Promise<void> {
    const ticked = lines.filter(({ updatePrice }) => updatePrice);
    await this.prices.take(tx, new Map(ticked.map(({ partId, unitPrice }) => [partId, unitPrice])), receiptId);
    await this.prices.firstUse(
      tx,
      lines.map(({ partId }) => partId),
    );
  }
}
