import { InventoryOpenedMessage } from '@navette/contracts';
import type { Inventory, OpenInventoryRequest } from '@navette/contracts/stock/v1/inventories';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { ReferenceRepository } from '../references/reference.repository.js';
import { StockPlaces } from '../stock-places/stock-places.js';
import { checkedInventory, EMPTY } from './inventory.js';
import { FreezeParts } from './freeze-parts.js';
import { InventoryRepository } from './inventory.repository.js';
import { ReadInventories } from './read-inventories.js';

/** ST-11, ST-14, ST-19, E-082: begins a count of what the scope means in a place; from now on that is frozen there, and nothing else. */
@Injectable()
export class OpenInventory {
  constructor(
    private readonly db: Database,
    private readonly inventories: InventoryRepository,
    private readonly references: ReferenceRepository,
    private readonly places: StockPlaces,
    private readonly freeze: FreezeParts,
    private readonly read: ReadInventories,
  ) {}

  /**
   * @throws DomainError `stock.inventory.invalid`, `….nothing-to-count`, `….too-many-lines`, `….overlaps` naming the other
   *   inventory, `….receipt-leaves`, `stock.stock-place.invalid`
   */
  execute(scope: Scope, request: OpenInventoryRequest): Promise<Inventory> {
    const inventory = checkedInventory(request);
    return this.db.command(scope, async (tx) => {
      const isEmpty = inventory.scope.kind === EMPTY;
      const { placeId } = request;
      const location = await this.places.known(tx, '/placeId', placeId, true);
      const partIds = isEmpty ? [] : await this.inventories.partsIn(tx, location, inventory.scope);
      const [number] = await this.references.nextNumbers(tx, 'IV', 1);
      const id = tx.newId();
      tx.audit('inventory', id);
      const dated = inventory.date ?? (await this.references.today(tx));
      await this.inventories.insert(tx, id, number as string, inventory, { placeId, dated });
      if (!isEmpty) {
        await this.freeze.execute(tx, { id, location }, partIds);
        await this.inventories.insertLines(tx, { id, location }, partIds, inventory);
      }
      tx.publish(
        InventoryOpenedMessage,
        { type: 'inventory', id, version: 1 },
        { inventoryId: id, number: number as string, lines: partIds.length },
      );
      return this.read.byId(tx, id);
    });
  }
}
