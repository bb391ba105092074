import { InventoryOpenedMessage } from '@navette/contracts';
import type { Inventory, ReopenInventoryRequest } from '@navette/contracts/stock/v1/inventories';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { expectInventoryState, expectInventoryVersion } from './inventory.js';
import { FreezeParts } from './freeze-parts.js';
import { InventoryRepository } from './inventory.repository.js';
import { ReadInventories } from './read-inventories.js';

/**
 * E-084, de-validate: its parts are frozen again and can be counted anew. What it posted stays, for movements are never taken
 * back; only what is counted anew is posted the next time. Phones need a new link.
 */
@Injectable()
export class ReopenInventory {
  constructor(
    private readonly db: Database,
    private readonly inventories: InventoryRepository,
    private readonly freeze: FreezeParts,
    private readonly read: ReadInventories,
  ) {}

  /**
   * @throws DomainError `stock.inventory.not-found`, `….wrong-state`, `….changed-meanwhile`, `….overlaps` where another
   *   inventory counts one of its parts now, `….receipt-leaves`
   */
  execute(scope: Scope, { id, expectedVersion }: ReopenInventoryRequest): Promise<Inventory> {
    return this.db.command(scope, async (tx) => {
      const inventory = await this.read.lock(tx, id);
      expectInventoryState(inventory, ['validated']);
      expectInventoryVersion(inventory, Number(expectedVersion));
      tx.audit('inventory', id);
      await this.freeze.execute(tx, inventory, await this.inventories.partsOf(tx, id));
      await this.inventories.setState(tx, id, 'counting');
      await this.inventories.touch(tx, id, 'office');
      const { number, lines, changes } = inventory;
      tx.publish(
        InventoryOpenedMessage,
        { type: 'inventory', id, version: changes + 1 },
        { inventoryId: id, number, lines },
      );
      return this.read.byId(tx, id);
    });
  }
}
