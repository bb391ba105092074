import type { ChangeInventoryScopeRequest, Inventory } from '@navette/contracts/stock/v1/inventories';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { StockLevelRepository } from '../stock-levels/stock-level.repository.js';
import { FreezeParts } from './freeze-parts.js';
import { checkedScope, EMPTY, expectInventoryState, expectInventoryVersion, inventoryErrors } from './inventory.js';
import { InventoryLineRepository } from './inventory-line.repository.js';
import { InventoryRepository } from './inventory.repository.js';
import { ReadInventories } from './read-inventories.js';
import { ThawParts } from './thaw-parts.js';

/**
 * E-083: what an inventory that goes on counts is chosen anew. All its lines are replaced and what was counted of them is lost, for
 * figures of another scope say nothing about this one; parts that both count are frozen all the while. The place, links and
 * phones stay.
 */
@Injectable()
export class ChangeInventoryScope {
  constructor(
    private readonly db: Database,
    private readonly inventories: InventoryRepository,
    private readonly lines: InventoryLineRepository,
    private readonly levels: StockLevelRepository,
    private readonly freeze: FreezeParts,
    private readonly thaw: ThawParts,
    private readonly read: ReadInventories,
  ) {}

  /**
   * @throws DomainError `stock.inventory.invalid`, `….not-found`, `….wrong-state`, `….changed-meanwhile`, `….scope-posted`, and what
   *   `FreezeParts` refuses
   */
  execute(scope: Scope, { id, expectedVersion, ...request }: ChangeInventoryScopeRequest): Promise<Inventory> {
    return this.db.command(scope, async (tx) => {
      const inventory = await this.read.lock(tx, id);
      const chosen = checkedScope({ ...request, placeId: inventory.placeId });
      expectInventoryState(inventory, ['counting']);
      expectInventoryVersion(inventory, Number(expectedVersion));
      const { number, changes } = inventory;
      // Its movements name their lines.
      if (await this.lines.anySettled(tx, id)) throw inventoryErrors.error('inventory.scope-posted', { number });
      const isEmpty = chosen.scope.kind === EMPTY;
      const [before, after] = [
        await this.inventories.partsOf(tx, id),
        isEmpty ? [] : await this.inventories.partsIn(tx, inventory.location, chosen.scope),
      ];
      const [had, has] = [new Set(before), new Set(after)];
      // All at once, in the order of parts: taken in two goes they could cross with somebody else's.
      await this.levels.lockAll(tx, [...new Set([...before, ...after])]);
      if (!isEmpty) await this.freeze.execute(tx, inventory, after, had);
      await this.lines.remove(tx, id, changes + 1, before);
      await this.inventories.setScope(tx, id, chosen);
      if (!isEmpty) await this.inventories.insertLines(tx, inventory, after, chosen, changes + 1);
      await this.thaw.execute(
        tx,
        id,
        before.filter((partId) => !has.has(partId)),
      );
      return this.read.changed(tx, inventory, 'office', 'stock:inventory-scope');
    });
  }
}
