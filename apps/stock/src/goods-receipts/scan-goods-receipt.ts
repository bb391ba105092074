import type { GoodsReceipt } from '@navette/contracts/stock/v1/service';
import { Quantity } from '@navette/kernel';
import { Database, type Scope, type Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import type { CatalogueItem } from '../catalogue/part.js';
import { PartRepository } from '../catalogue/part.repository.js';
import { MOST_AT_ONCE } from '../stock-levels/stock-level.js';
import { AddDraftLines } from './add-draft-lines.js';
import {
  expectReceiptState,
  goodsReceiptErrors,
  scannedLine,
  type ReceiptHead,
  type ReceiptLine,
} from './goods-receipt.js';
import { GoodsReceiptRepository } from './goods-receipt.repository.js';
import { ReadGoodsReceipt } from './read-goods-receipt.js';

/** ST-23: each scan of a barcode or reference counts one more of its part. Scans of several people add up. */
@Injectable()
export class ScanGoodsReceipt {
  constructor(
    private readonly db: Database,
    private readonly receipts: GoodsReceiptRepository,
    private readonly parts: PartRepository,
    private readonly read: ReadGoodsReceipt,
    private readonly addLines: AddDraftLines,
  ) {}

  /** @throws DomainError `stock.goods-receipt.not-found`, `….wrong-state`, `….unknown-code`, `….invalid` */
  execute(scope: Scope, id: string, code: string): Promise<GoodsReceipt> {
    return this.db.command(scope, async (tx) => {
      const receipt = await this.read.lock(tx, id);
      expectReceiptState(receipt, ['draft']);
      const part = await this.parts.byCode(tx, code);
      if (part === undefined) throw goodsReceiptErrors.error('goods-receipt.unknown-code', { code });
      tx.audit('goods-receipt', id);
      const lines = await this.receipts.linesOf(tx, id);
      const ofPart = lines.filter(({ partId }) => partId === part.id);
      await this.#count(tx, receipt, lines, ofPart, part);
      await this.receipts.touch(tx, id);
      return this.read.changed(tx, id);
    });
  }

  /** One more on a line that awaits it, else on another order line that does, else on the part's last line. */
  async #count(
    tx: Tx,
    receipt: ReceiptHead,
    lines: readonly ReceiptLine[],
    ofPart: readonly ReceiptLine[],
    part: CatalogueItem,
  ): Promise<void> {
    const awaiting = scannedLine(ofPart);
    const last = ofPart.at(-1);
    if (
      awaiting === undefined &&
      (last === undefined || (await this.addLines.awaitsMore(tx, receipt, lines, part.id)))
    ) {
      await this.addLines.execute(tx, receipt, lines, [{ part, quantity: Quantity.one }]);
      return;
    }
    const line = (awaiting ?? last) as ReceiptLine;
    const quantity = line.quantity.plus(Quantity.one);
    if (quantity.compare(MOST_AT_ONCE) > 0) {
      const field = goodsReceiptErrors.field('/code', 'goods-receipt.quantity-absurd', {
        max: MOST_AT_ONCE.toString(),
      });
      throw goodsReceiptErrors.error('goods-receipt.invalid', {}, [field]);
    }
    await this.receipts.updateLines(tx, [{ ...line, quantity }]);
  }
}
