import type { Inventory, RemoveInventoryLineRequest } from '@navette/contracts/stock/v1/inventories';
import { isUuid } from '@navette/kernel';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { EMPTY, expectInventoryState, inventoryErrors } from './inventory.js';
import { InventoryLineRepository } from './inventory-line.repository.js';
import { ReadInventories } from './read-inventories.js';
import { ThawParts } from './thaw-parts.js';

/**
 * E-082: a line that was added by mistake leaves an inventory that was opened empty, with what was counted of it. Its part is
 * free from then on; scanned again, it joins as another line.
 */
@Injectable()
export class RemoveInventoryLine {
  constructor(
    private readonly db: Database,
    private readonly lines: InventoryLineRepository,
    private readonly thaw: ThawParts,
    private readonly read: ReadInventories,
  ) {}

  /** @throws DomainError `stock.inventory.not-found`, `….wrong-state`, `….lines-fixed`, `….line-not-found`, `….line-posted` */
  execute(scope: Scope, { inventoryId, lineId }: RemoveInventoryLineRequest): Promise<Inventory> {
    return this.db.command(scope, async (tx) => {
      const inventory = await this.read.lock(tx, inventoryId);
      expectInventoryState(inventory, ['counting']);
      const { number, changes } = inventory;
      if (inventory.scope.kind !== EMPTY) throw inventoryErrors.error('inventory.lines-fixed', { number });
      const line = isUuid(lineId) ? await this.lines.toRemove(tx, inventoryId, lineId) : undefined;
      if (line === undefined) throw inventoryErrors.error('inventory.line-not-found');
      const { partId, reference } = line;
      if (line.isPosted) throw inventoryErrors.error('inventory.line-posted', { reference, number });
      if (line.isRemoved) {
        tx.changesNothing();
        return this.read.byId(tx, inventoryId);
      }
      await this.lines.remove(tx, inventoryId, changes + 1, [partId]);
      await this.thaw.execute(tx, inventoryId, [partId]);
      return this.read.changed(tx, inventory);
    });
  }
}
