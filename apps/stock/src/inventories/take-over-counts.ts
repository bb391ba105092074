import type { TakeOverCountsRequest, TakeOverCountsResponse } from '@navette/contracts/stock/v1/inventories';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { expectInventoryState } from './inventory.js';
import { InventoryLineRepository } from './inventory-line.repository.js';
import { ReadInventories } from './read-inventories.js';

/** ST-19: what the phones agree on enters the inventory when somebody of the station says so. */
@Injectable()
export class TakeOverCounts {
  constructor(
    private readonly db: Database,
    private readonly lines: InventoryLineRepository,
    private readonly read: ReadInventories,
  ) {}

  /** @throws DomainError `stock.inventory.not-found`, `….wrong-state` */
  execute(scope: Scope, { inventoryId, overwrite }: TakeOverCountsRequest): Promise<TakeOverCountsResponse> {
    return this.db.command(scope, async (tx) => {
      const inventory = await this.read.lock(tx, inventoryId);
      expectInventoryState(inventory, ['counting']);
      const taken = await this.lines.takeOver(tx, inventoryId, inventory.changes + 1, overwrite);
      if (taken > 0) return { inventory: await this.read.changed(tx, inventory), taken };
      tx.changesNothing();
      return { inventory: await this.read.byId(tx, inventoryId), taken };
    });
  }
}
