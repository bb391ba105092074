import type { AddInventoryLineRequest, InventoryLine } from '@navette/contracts/stock/v1/inventories';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { expectInventoryState } from './inventory.js';
import { InventoryLineRepository } from './inventory-line.repository.js';
import { JoinInventory } from './join-inventory.js';
import { ReadInventories } from './read-inventories.js';

/** E-082: the line of the part that the office scans or types, which joins an inventory that was opened empty. */
@Injectable()
export class AddInventoryLine {
  constructor(
    private readonly db: Database,
    private readonly lines: InventoryLineRepository,
    private readonly join: JoinInventory,
    private readonly read: ReadInventories,
  ) {}

  /** @throws DomainError `stock.inventory.not-found`, `….wrong-state`, and what `JoinInventory` refuses */
  execute(scope: Scope, { inventoryId, code }: AddInventoryLineRequest): Promise<InventoryLine> {
    return this.db.command(scope, async (tx) => {
      const inventory = await this.read.lock(tx, inventoryId);
      expectInventoryState(inventory, ['counting']);
      const { position, isNew } = await this.join.execute(tx, inventory, code);
      if (isNew) await this.read.changed(tx, inventory);
      else tx.changesNothing();
      const [line] = await this.read.shown(tx, await this.lines.at(tx, inventoryId, position));
      return line as InventoryLine;
    });
  }
}
