import type { UndoGoodsReceiptScanRequest } from '@navette/contracts/stock/v1/put_away';
import type { GoodsReceipt } from '@navette/contracts/stock/v1/service';
import { isUuid, Quantity } from '@navette/kernel';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { expectReceiptState, goodsReceiptErrors } from './goods-receipt.js';
import { GoodsReceiptRepository } from './goods-receipt.repository.js';
import { PutAwayRepository } from './put-away.repository.js';
import { ReadGoodsReceipt } from './read-goods-receipt.js';

/** ST-23: a piece that was scanned by mistake counts no more. Of a quantity that was typed lower since, nothing is left to take. */
@Injectable()
export class UndoGoodsReceiptScan {
  constructor(
    private readonly db: Database,
    private readonly receipts: GoodsReceiptRepository,
    private readonly scans: PutAwayRepository,
    private readonly read: ReadGoodsReceipt,
  ) {}

  /** @throws DomainError `stock.goods-receipt.not-found`, `….wrong-state`, `….scan-not-found` */
  execute(scope: Scope, { receiptId: id, scanId }: UndoGoodsReceiptScanRequest): Promise<GoodsReceipt> {
    return this.db.command(scope, async (tx) => {
      expectReceiptState(await this.read.lock(tx, id), ['draft']);
      const undone = isUuid(scanId) ? await this.scans.undoScan(tx, id, scanId) : undefined;
      if (undone === undefined) throw goodsReceiptErrors.error('goods-receipt.scan-not-found');
      if (undone === 'undone') {
        tx.changesNothing();
        return this.read.byId(tx, id);
      }
      tx.audit('goods-receipt', id);
      const line = (await this.receipts.linesOf(tx, id)).find((one) => one.id === undone.lineId);
      if (line?.quantity.isPositive() === true) {
        const quantity = line.quantity.minus(line.quantity.min(Quantity.one));
        await this.receipts.updateLines(tx, [{ ...line, quantity }]);
      }
      await this.receipts.touch(tx, id);
      return this.read.changed(tx, id);
    });
  }
}
