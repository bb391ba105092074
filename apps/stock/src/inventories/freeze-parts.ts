import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { DEPOT } from '../stock-levels/stock-level.js';
import { StockLevelRepository } from '../stock-levels/stock-level.repository.js';
import { inventoryErrors, MOST_LINES } from './inventory.js';
import { InventoryRepository, type CountedPlace } from './inventory.repository.js';

/** What is counted is frozen where it is counted, within somebody's transaction: who had a part first has moved it, who comes next sees the freeze. */
@Injectable()
export class FreezeParts {
  constructor(
    private readonly inventories: InventoryRepository,
    private readonly levels: StockLevelRepository,
  ) {}

  /**
   * @param frozen those of the parts that the inventory froze before
   * @throws DomainError `stock.inventory.nothing-to-count`, `….too-many-lines`, `….overlaps`, `….receipt-leaves`
   */
  async execute(
    tx: Tx,
    inventory: CountedPlace,
    partIds: readonly string[],
    frozen?: ReadonlySet<string>,
  ): Promise<void> {
    if (partIds.length === 0) throw inventoryErrors.error('inventory.nothing-to-count');
    if (partIds.length > MOST_LINES) {
      throw inventoryErrors.error('inventory.too-many-lines', { lines: partIds.length, max: MOST_LINES });
    }
    const added = frozen === undefined ? partIds : partIds.filter((id) => !frozen.has(id));
    const { location } = inventory;
    await this.levels.lockAll(tx, added);
    await this.levels.openAt(tx, location, added);
    const other = await this.levels.counted(tx, location, added);
    if (other !== undefined) throw inventoryErrors.error('inventory.overlaps', other);
    // A voided receipt takes its parts back from the depot by itself: nobody could be told that it may not.
    const leaving = location === DEPOT ? await this.inventories.leavingReceipt(tx, added) : undefined;
    if (leaving !== undefined) throw inventoryErrors.error('inventory.receipt-leaves', leaving);
    await this.inventories.setFrozen(tx, inventory, added);
  }
}
