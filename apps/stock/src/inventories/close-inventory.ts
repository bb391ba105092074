import { InventoryClosedMessage } from '@navette/contracts';
import type { Inventory } from '@navette/contracts/stock/v1/inventories';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { CountAccessRepository } from './count-access.repository.js';
import { InventoryRepository, type InventoryRow } from './inventory.repository.js';
import { ReadInventories } from './read-inventories.js';
import { ThawParts } from './thaw-parts.js';

/** The end of a count, within somebody's transaction: its parts are free, who waited for them gets them, no phone writes any more. */
@Injectable()
export class CloseInventory {
  constructor(
    private readonly inventories: InventoryRepository,
    private readonly access: CountAccessRepository,
    private readonly thaw: ThawParts,
    private readonly read: ReadInventories,
  ) {}

  async execute(tx: Tx, inventory: InventoryRow, state: 'validated' | 'cancelled'): Promise<Inventory> {
    const { id, number, changes } = inventory;
    await this.inventories.setState(tx, id, state);
    await this.access.revokeAll(tx, id);
    await this.thaw.execute(tx, id);
    tx.audit('inventory', id);
    await this.inventories.touch(tx, id, 'office');
    tx.publish(
      InventoryClosedMessage,
      { type: 'inventory', id, version: changes + 1 },
      { inventoryId: id, number, state },
    );
    return this.read.byId(tx, id);
  }
}
