import { GoodsReceiptVoidedMessage } from '@navette/contracts';
import type { GoodsReceipt } from '@navette/contracts/stock/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { SagaRunner } from '@navette/platform/saga';
import { Injectable } from '@nestjs/common';
import { orderReceiptToAllocation } from '../order-receipt-to-allocation/order-receipt-to-allocation.saga.js';
import { goodsReceiptErrors } from './goods-receipt.js';
import { GoodsReceiptRepository } from './goods-receipt.repository.js';
import { PartsOfReceipt } from './parts-of-receipt.js';
import { ReadGoodsReceipt } from './read-goods-receipt.js';

const LONGEST_REASON = 200;

/**
 * ST-24: a receipt that was wrong is voided as long as all it brought is there. From now on its parts are given to nobody
 * and cannot be consumed; the saga takes them back from those who have them, then reverses the movements. A draft has done
 * nothing yet and is just thrown away; its delivery note may be received again.
 */
@Injectable()
export class VoidGoodsReceipt {
  constructor(
    private readonly db: Database,
    private readonly receipts: GoodsReceiptRepository,
    private readonly read: ReadGoodsReceipt,
    private readonly parts: PartsOfReceipt,
    private readonly sagas: SagaRunner,
  ) {}

  /** @throws DomainError `stock.goods-receipt.not-found`, `….void-reason-missing`, `….parts-gone` */
  execute(scope: Scope, id: string, reason: string): Promise<GoodsReceipt> {
    const why = reason.trim();
    if (why === '' || why.length > LONGEST_REASON) {
      const field = goodsReceiptErrors.field('/reason', 'goods-receipt.void-reason-missing', { max: LONGEST_REASON });
      throw goodsReceiptErrors.error('goods-receipt.void-reason-missing', { max: LONGEST_REASON }, [field]);
    }
    return this.db.command(scope, async (tx) => {
      const receipt = await this.read.lock(tx, id);
      if (receipt.state === 'voided') {
        tx.changesNothing();
        return this.read.byId(tx, id);
      }
      tx.audit('goods-receipt', id);
      if (receipt.state === 'draft') {
        await this.receipts.setDiscarded(tx, id, why);
        return this.read.changed(tx, id);
      }
      await this.parts.lock(tx, id);
      await this.receipts.setVoided(tx, id, why);
      tx.publish(
        GoodsReceiptVoidedMessage,
        { type: 'goods-receipt', id, version: receipt.version + 1 },
        { receiptId: id, number: receipt.number },
      );
      await this.sagas.signal(tx, orderReceiptToAllocation, id, 'voided', null);
      return this.read.byId(tx, id);
    });
  }
}
