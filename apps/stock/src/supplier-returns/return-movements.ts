import { Quantity, type UnitPrice } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { AllocateStock } from '../allocations/allocate-stock.js';
import { MakeRoom } from '../allocations/make-room.js';
import { PostMovements } from '../stock-levels/post-movements.js';
import { DEPOT } from '../stock-levels/stock-level.js';
import { StockLevelRepository } from '../stock-levels/stock-level.repository.js';
import { costAt, entry, reversal } from '../stock-levels/valuation.js';
import { quantityOfParts, supplierReturnErrors } from './supplier-return.js';

/** A line of a return as it moves. */
interface Moving {
  readonly id: string;
  readonly partId: string;
  readonly reference: string;
  readonly quantity: Quantity;
  readonly unitPrice: UnitPrice;
}

/** What a return does to the stock, and to whom its parts were promised, within somebody's transaction (ST-10, ST-13). */
@Injectable()
export class ReturnMovements {
  constructor(
    private readonly levels: StockLevelRepository,
    private readonly makeRoom: MakeRoom,
    private readonly movements: PostMovements,
    private readonly allocate: AllocateStock,
  ) {}

  /** At what they were received for. @throws DomainError `stock.supplier-return.not-on-hand` naming the parts */
  async leave(tx: Tx, returnId: string, lines: readonly Moving[]): Promise<void> {
    const leaving = quantityOfParts(lines);
    await this.levels.lockAll(tx, [...leaving.keys()]);
    const there = await this.levels.onHandAt(tx, DEPOT, [...leaving.keys()]);
    const missing = lines.filter(
      ({ partId }) => (there.get(partId) ?? Quantity.zero).compare(leaving.get(partId) ?? Quantity.zero) < 0,
    );
    if (missing.length > 0) {
      const references = [...new Set(missing.map(({ reference }) => reference))];
      throw supplierReturnErrors.error('supplier-return.not-on-hand', { references });
    }
    await this.makeRoom.execute(tx, leaving, 'stock-corrected');
    await this.movements.post(
      tx,
      { kind: 'supplier_return', id: returnId },
      lines.map(({ id: lineId, partId, quantity, unitPrice }) => ({
        partId,
        lineId,
        happens: (of) => [reversal(of, quantity, costAt(unitPrice))],
      })),
    );
    await this.allocate.execute(tx, [...leaving.keys()]);
  }

  /** Worth what they left for; whoever waits gets them. */
  async comeBack(tx: Tx, returnId: string, lines: readonly Moving[]): Promise<void> {
    await this.movements.post(
      tx,
      { kind: 'supplier_return', id: returnId },
      lines.map(({ id: lineId, partId, quantity, unitPrice }) => ({
        partId,
        lineId,
        happens: (of) => entry(of, 'return', quantity, costAt(unitPrice)),
      })),
    );
    await this.allocate.execute(tx, [...quantityOfParts(lines).keys()]);
  }
}
