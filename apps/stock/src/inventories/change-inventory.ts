import type { ChangeInventoryRequest, Inventory } from '@navette/contracts/stock/v1/inventories';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { checkedNotes, expectInventoryVersion } from './inventory.js';
import { InventoryRepository } from './inventory.repository.js';
import { ReadInventories } from './read-inventories.js';

/** E-083: its label, date and notes, and whether it is to be posted to accounting, at any time. */
@Injectable()
export class ChangeInventory {
  constructor(
    private readonly db: Database,
    private readonly inventories: InventoryRepository,
    private readonly read: ReadInventories,
  ) {}

  /** @throws DomainError `stock.inventory.not-found`, `….changed-meanwhile`, `….invalid` */
  execute(scope: Scope, { id, expectedVersion, ...given }: ChangeInventoryRequest): Promise<Inventory> {
    const checked = checkedNotes(given);
    return this.db.command(scope, async (tx) => {
      const inventory = await this.read.lock(tx, id);
      expectInventoryVersion(inventory, Number(expectedVersion));
      await this.inventories.setNotes(tx, id, checked);
      return this.read.changed(tx, inventory, 'office', 'stock:inventory-notes');
    });
  }
}
