import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { StockLevelRepository } from '../stock-levels/stock-level.repository.js';
import { inventoryErrors, MOST_LINES } from './inventory.js';
import { InventoryRepository } from './inventory.repository.js';

/** What is counted is frozen, within somebody's transaction: who had a part first has moved it, who comes next sees the freeze. */
@Injectable()
export class FreezeParts {
  constructor(
    private readonly inventories: InventoryRepository,
    private readonly levels: StockLevelRepository,
  ) {}

  /** @throws DomainError `stock.inventory.nothing-to-count`, `….too-many-lines`, `….overlaps`, `….receipt-leaves` */
  async execute(tx: Tx, inventoryId: string, partIds: readonly string[]): Promise<void> {
    if (partIds.length === 0) throw inventoryErrors.error('inventory.nothing-to-count');
    if (partIds.length > MOST_LINES) {
      throw inventoryErrors.error('inventory.too-many-lines', { lines: partIds.length, max: MOST_LINES });
    }
    await this.levels.lockAll(tx, partIds);
    const other = await this.levels.counted(tx, partIds);
    if (other !== undefined) throw inventoryErrors.error('inventory.overlaps', other);
    // A voided receipt takes its parts back by itself: nobody could be told that it may not.
    const leaving = await this.inventories.leavingReceipt(tx, partIds);
    if (leaving !== undefined) throw inventoryErrors.error('inventory.receipt-leaves', leaving);
    await this.inventories.setFrozen(tx, inventoryId, partIds);
  }
}
