import type { ChangeGoodsReceiptRequest, GoodsReceipt } from '@navette/contracts/stock/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { expectReceiptState, expectReceiptVersion, goodsReceiptErrors } from './goods-receipt.js';
import { GoodsReceiptRepository } from './goods-receipt.repository.js';
import { ReadGoodsReceipt } from './read-goods-receipt.js';
import { receiptNotes } from './receipt-input.js';

/** ST-23: delivery note and countermark may be noted as long as the receipt is a draft. */
@Injectable()
export class ChangeGoodsReceipt {
  constructor(
    private readonly db: Database,
    private readonly receipts: GoodsReceiptRepository,
    private readonly read: ReadGoodsReceipt,
  ) {}

  /**
   * @throws DomainError `stock.goods-receipt.not-found`, `….wrong-state`, `….changed-meanwhile`, `….invalid`,
   *   `….delivery-note-used`
   */
  execute(scope: Scope, request: ChangeGoodsReceiptRequest): Promise<GoodsReceipt> {
    const notes = receiptNotes(request);
    return this.db.command(scope, async (tx) => {
      const receipt = await this.read.lock(tx, request.id);
      expectReceiptState(receipt, ['draft']);
      expectReceiptVersion(receipt, Number(request.expectedVersion));
      tx.audit('goods-receipt', receipt.id);
      if (!(await this.receipts.setNotes(tx, receipt.id, notes))) {
        const { deliveryNote } = notes;
        throw goodsReceiptErrors.error('goods-receipt.delivery-note-used', { deliveryNote });
      }
      return this.read.changed(tx, receipt.id);
    });
  }
}
