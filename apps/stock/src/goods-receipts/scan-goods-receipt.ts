import type { GoodsReceipt, ScanGoodsReceiptRequest } from '@navette/contracts/stock/v1/service';
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
  refuseOneTooMany,
  scannedLine,
  type ReceiptHead,
  type ReceiptLine,
} from './goods-receipt.js';
import { GoodsReceiptRepository, type ReadReceiptLine } from './goods-receipt.repository.js';
import { PutAwayRepository } from './put-away.repository.js';
import { ReadGoodsReceipt } from './read-goods-receipt.js';
import { ReadPutAway } from './read-put-away.js';

/**
 * ST-23: each scan of a barcode or reference counts one more of its part, and says whose the piece is. Scans of several
 * people add up. One that is more than awaited is refused until somebody says that it is right.
 */
@Injectable()
export class ScanGoodsReceipt {
  constructor(
    private readonly db: Database,
    private readonly receipts: GoodsReceiptRepository,
    private readonly parts: PartRepository,
    private readonly read: ReadGoodsReceipt,
    private readonly addLines: AddDraftLines,
    private readonly scans: PutAwayRepository,
    private readonly putAway: ReadPutAway,
  ) {}

  /**
   * @throws DomainError `stock.goods-receipt.not-found`, `….wrong-state`, `….unknown-code`, `….scan-over-awaited` (unless
   *   accepted), `….invalid`
   */
  execute(scope: Scope, { id, code, acceptOverReceipt }: ScanGoodsReceiptRequest): Promise<GoodsReceipt> {
    return this.db.command(scope, async (tx) => {
      const receipt = await this.read.lock(tx, id);
      expectReceiptState(receipt, ['draft']);
      const part = await this.parts.byCode(tx, code);
      if (part === undefined) throw goodsReceiptErrors.error('goods-receipt.unknown-code', { code });
      tx.audit('goods-receipt', id);
      const before = await this.receipts.linesOf(tx, id);
      await this.#count(tx, receipt, before, part, acceptOverReceipt);
      const lines = await this.receipts.linesOf(tx, id);
      const scan = {
        id: tx.newId(),
        receiptId: id,
        lineId: countedLine(before, lines).id,
        code: code.trim(),
        needId: await this.putAway.next(tx, id, lines, part.id),
      };
      await this.scans.insertScan(tx, scan);
      await this.receipts.touch(tx, id);
      const scanned = await this.putAway.scanned(tx, countedLine(before, lines), scan);
      return { ...(await this.read.changed(tx, id)), scanned };
    });
  }

  /** One more on a line that awaits it, else on another order line that does, else on the part's last line. */
  async #count(
    tx: Tx,
    receipt: ReceiptHead,
    lines: readonly ReceiptLine[],
    part: CatalogueItem,
    acceptOverReceipt: boolean,
  ): Promise<void> {
    const ofPart = lines.filter(({ partId }) => partId === part.id);
    const awaiting = scannedLine(ofPart);
    const last = ofPart.at(-1);
    if (
      awaiting === undefined &&
      (last === undefined || (await this.addLines.awaitsMore(tx, receipt, lines, part.id)))
    ) {
      await this.addLines.execute(tx, receipt, lines, [{ part, quantity: Quantity.one }]);
      return;
    }
    if (awaiting === undefined && !acceptOverReceipt) refuseOneTooMany(ofPart);
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

/** The line that has one more than before. */
function countedLine(before: readonly ReceiptLine[], after: readonly ReadReceiptLine[]): ReadReceiptLine {
  const quantities = new Map(before.map(({ id, quantity }) => [id, quantity]));
  return after.find(({ id, quantity }) => quantities.get(id)?.equals(quantity) !== true) as ReadReceiptLine;
}
