import type { CancelInventoryRequest, Inventory } from '@navette/contracts/stock/v1/inventories';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { CloseInventory } from './close-inventory.js';
import { expectInventoryState, expectInventoryVersion, inventoryErrors } from './inventory.js';
import { InventoryLineRepository } from './inventory-line.repository.js';
import { ReadInventories } from './read-inventories.js';

/** Gives a count up: stock stays as the books have it. One that posted before can only be validated again. */
@Injectable()
export class CancelInventory {
  constructor(
    private readonly db: Database,
    private readonly lines: InventoryLineRepository,
    private readonly close: CloseInventory,
    private readonly read: ReadInventories,
  ) {}

  /** @throws DomainError `stock.inventory.not-found`, `….wrong-state`, `….changed-meanwhile`, `….posted` */
  execute(scope: Scope, { id, expectedVersion }: CancelInventoryRequest): Promise<Inventory> {
    return this.db.command(scope, async (tx) => {
      const inventory = await this.read.lock(tx, id);
      expectInventoryState(inventory, ['counting']);
      expectInventoryVersion(inventory, Number(expectedVersion));
      if (await this.lines.anyPosted(tx, id)) {
        throw inventoryErrors.error('inventory.posted', { number: inventory.number });
      }
      return this.close.execute(tx, inventory, 'cancelled');
    });
  }
}
