import type { GoodsReceipt, PullGoodsReceiptLinesRequest } from '@navette/contracts/stock/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { SettingsRepository } from '../settings/settings.repository.js';
import { awaitedOf } from '../supplier-orders/supplier-order.js';
import { AwaitedLines } from './awaited-lines.js';
import { expectReceiptState, expectReceiptVersion } from './goods-receipt.js';
import { GoodsReceiptRepository } from './goods-receipt.repository.js';
import { ReadGoodsReceipt } from './read-goods-receipt.js';
import { pullChoice } from './receipt-input.js';

/**
 * ST-23: awaited lines come onto a draft as received in full; of a draft of an order that is “all received”. A line that is
 * there and that nobody has counted is so, too; what is counted stays.
 */
@Injectable()
export class PullGoodsReceiptLines {
  constructor(
    private readonly db: Database,
    private readonly receipts: GoodsReceiptRepository,
    private readonly awaited: AwaitedLines,
    private readonly settings: SettingsRepository,
    private readonly read: ReadGoodsReceipt,
  ) {}

  /**
   * @throws DomainError `stock.goods-receipt.not-found`, `….wrong-state`, `….changed-meanwhile`, `….invalid`,
   *   `….order-not-receivable`
   */
  execute(scope: Scope, { id, expectedVersion, ...request }: PullGoodsReceiptLinesRequest): Promise<GoodsReceipt> {
    const choice = pullChoice(request);
    return this.db.command(scope, async (tx) => {
      const receipt = await this.read.lock(tx, id);
      expectReceiptState(receipt, ['draft']);
      expectReceiptVersion(receipt, Number(expectedVersion));
      const lines = await this.receipts.linesOf(tx, id);
      const pulled = new Map((await this.awaited.of(tx, receipt, choice)).map((line) => [line.id, line]));
      const uncounted = lines.flatMap((line) => {
        const orderLine = pulled.get(line.orderLineId ?? '');
        pulled.delete(line.orderLineId ?? '');
        return orderLine !== undefined && line.quantity.isZero() ? [{ ...line, quantity: awaitedOf(orderLine) }] : [];
      });
      const { updatePriceByDefault: updatePrice } = await this.settings.read(tx);
      tx.audit('goods-receipt', id);
      await this.receipts.updateLines(tx, uncounted);
      await this.receipts.insertLines(
        tx,
        [...pulled.values()].map((line) => ({
          id: tx.newId(),
          receiptId: id,
          partId: line.partId,
          orderLineId: line.id,
          awaited: awaitedOf(line),
          quantity: awaitedOf(line),
          unitPrice: line.unitPrice,
          updatePrice,
        })),
      );
      await this.receipts.touch(tx, id);
      return this.read.changed(tx, id);
    });
  }
}
