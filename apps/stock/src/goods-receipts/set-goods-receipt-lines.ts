import type { GoodsReceipt, SetGoodsReceiptLinesRequest } from '@navette/contracts/stock/v1/service';
import { Quantity } from '@navette/kernel';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import type { CatalogueItem } from '../catalogue/part.js';
import { PartRepository } from '../catalogue/part.repository.js';
import { AddDraftLines } from './add-draft-lines.js';
import { expectReceiptState, expectReceiptVersion, goodsReceiptErrors } from './goods-receipt.js';
import { GoodsReceiptRepository } from './goods-receipt.repository.js';
import { ReadGoodsReceipt } from './read-goods-receipt.js';
import { typedLines } from './receipt-input.js';

/** ST-23: quantities, prices and the price mark of a draft's lines; parts that are not on it yet are added. */
@Injectable()
export class SetGoodsReceiptLines {
  constructor(
    private readonly db: Database,
    private readonly receipts: GoodsReceiptRepository,
    private readonly parts: PartRepository,
    private readonly read: ReadGoodsReceipt,
    private readonly addLines: AddDraftLines,
  ) {}

  /** @throws DomainError `stock.goods-receipt.not-found`, `….wrong-state`, `….changed-meanwhile`, `….invalid` */
  execute(scope: Scope, request: SetGoodsReceiptLinesRequest): Promise<GoodsReceipt> {
    return this.db.command(scope, async (tx) => {
      const receipt = await this.read.lock(tx, request.id);
      expectReceiptState(receipt, ['draft']);
      expectReceiptVersion(receipt, Number(request.expectedVersion));
      const lines = await this.receipts.linesOf(tx, receipt.id);
      const { changed, added } = typedLines(lines, request.lines);
      const parts = await this.parts.byIds(
        tx,
        [...changed, ...added].map(({ partId }) => partId),
      );
      const onDraft = new Set(lines.filter(({ orderLineId }) => orderLineId === null).map(({ partId }) => partId));
      const partOf = new Map(changed.map((line) => [line.id, line.partId]));
      const fields = request.lines.flatMap(({ lineId, partId, quantity }, i) => {
        const part = parts.get(partOf.get(lineId) ?? partId);
        if (part !== undefined && !Quantity.parse(quantity).hasAtMost(part.unitDecimals)) {
          const params = { unit: part.unitCode, decimals: part.unitDecimals };
          return [goodsReceiptErrors.field(`/lines/${i}/quantity`, 'goods-receipt.quantity-too-precise', params)];
        }
        if (lineId !== '') return [];
        if (!parts.has(partId)) return [goodsReceiptErrors.field(`/lines/${i}/partId`, 'goods-receipt.part-unknown')];
        return onDraft.has(partId) ? [goodsReceiptErrors.field(`/lines/${i}`, 'goods-receipt.line-twice')] : [];
      });
      if (fields.length > 0) throw goodsReceiptErrors.error('goods-receipt.invalid', {}, fields);
      tx.audit('goods-receipt', receipt.id);
      await this.receipts.updateLines(tx, changed);
      const known = added.map(({ partId, ...line }) => ({ ...line, part: parts.get(partId) as CatalogueItem }));
      if (known.length > 0) await this.addLines.execute(tx, receipt, lines, known);
      await this.receipts.touch(tx, receipt.id);
      return this.read.changed(tx, receipt.id);
    });
  }
}
