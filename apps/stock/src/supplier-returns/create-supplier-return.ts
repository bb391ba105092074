import type { CreateSupplierReturnRequest, SupplierReturn } from '@navette/contracts/stock/v1/supplier_returns';
import { Money } from '@navette/kernel';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { expectReceiptState } from '../goods-receipts/goods-receipt.js';
import { ReadGoodsReceipt } from '../goods-receipts/read-goods-receipt.js';
import { ReferenceRepository } from '../references/reference.repository.js';
import { ReadSupplierReturn } from './read-supplier-return.js';
import { ReturnMovements } from './return-movements.js';
import { returnedLines } from './supplier-return.js';
import { SupplierReturnRepository } from './supplier-return.repository.js';

/**
 * ST-25: parts of a receipt go back to its supplier. They leave the stock at what they were received for, and that is the
 * credit expected; what was promised of them is taken back, the latest need first (ST-13), and is ordered anew.
 */
@Injectable()
export class CreateSupplierReturn {
  constructor(
    private readonly db: Database,
    private readonly receipts: ReadGoodsReceipt,
    private readonly returns: SupplierReturnRepository,
    private readonly read: ReadSupplierReturn,
    private readonly references: ReferenceRepository,
    private readonly movements: ReturnMovements,
  ) {}

  /**
   * @throws DomainError `stock.supplier-return.invalid` with its fields, `….not-on-hand` naming the parts,
   *   `stock.goods-receipt.not-found`, `….wrong-state`
   */
  execute(scope: Scope, request: CreateSupplierReturnRequest): Promise<SupplierReturn> {
    const comment = request.comment.trim();
    return this.db.command(scope, async (tx) => {
      const receipt = await this.receipts.lock(tx, request.goodsReceiptId);
      expectReceiptState(receipt, ['validated']);
      const returned = returnedLines({ comment, lines: request.lines }, await this.returns.returnable(tx, receipt.id));
      const id = tx.newId();
      const lines = returned.map((line) => ({ ...line, id: tx.newId() }));
      await this.movements.leave(
        tx,
        id,
        lines.map(({ line, ...of }) => ({ ...line, ...of })),
      );
      const [number = ''] = await this.references.nextNumbers(tx, 'RF', 1);
      const expectedCredit = Money.sum(lines.map(({ credit }) => credit));
      const { id: goodsReceiptId, supplierPartyId } = receipt;
      await this.returns.insert(tx, { id, number, supplierPartyId, goodsReceiptId, comment, expectedCredit }, lines);
      return this.read.changed(tx, id);
    });
  }
}
