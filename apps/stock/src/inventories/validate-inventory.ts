import type { Inventory, ValidateInventoryRequest } from '@navette/contracts/stock/v1/inventories';
import { Database, type Scope, type Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { MakeRoom } from '../allocations/make-room.js';
import { PostMovements } from '../stock-levels/post-movements.js';
import { StockLevelRepository } from '../stock-levels/stock-level.repository.js';
import { entry, issue } from '../stock-levels/valuation.js';
import { CloseInventory } from './close-inventory.js';
import { expectInventoryState, expectInventoryVersion, inventoryErrors } from './inventory.js';
import { InventoryLineRepository, type Difference } from './inventory-line.repository.js';
import type { CountedPlace } from './inventory.repository.js';
import { ReadInventories } from './read-inventories.js';

/** Movements told of in one event. */
const AT_ONCE = 500;

/**
 * ST-14, E-084: every line counted and ticked, the differences become movements, once: all of it is one transaction, and a
 * validated inventory is validated no more. What was promised there of parts that are not there is taken back from the latest needs.
 */
@Injectable()
export class ValidateInventory {
  constructor(
    private readonly db: Database,
    private readonly lines: InventoryLineRepository,
    private readonly levels: StockLevelRepository,
    private readonly movements: PostMovements,
    private readonly makeRoom: MakeRoom,
    private readonly close: CloseInventory,
    private readonly read: ReadInventories,
  ) {}

  /** @throws DomainError `stock.inventory.not-found`, `….wrong-state`, `….changed-meanwhile`, `….no-line`, `….not-complete` */
  execute(scope: Scope, { id, expectedVersion }: ValidateInventoryRequest): Promise<Inventory> {
    return this.db.command(scope, async (tx) => {
      const inventory = await this.read.lock(tx, id);
      expectInventoryState(inventory, ['counting']);
      expectInventoryVersion(inventory, Number(expectedVersion));
      const { number, location, lines, entered, ticked } = inventory;
      if (lines === 0) throw inventoryErrors.error('inventory.no-line', { number });
      if (ticked < lines) {
        const params = { number, missing: lines - entered, unticked: lines - ticked };
        throw inventoryErrors.error('inventory.not-complete', params);
      }
      const differences = await this.lines.differences(tx, id);
      await this.levels.lock(
        tx,
        differences.map(({ partId }) => partId),
      );
      const missing = differences.filter(({ quantity }) => quantity.isNegative());
      const leaving = new Map(missing.map(({ partId, quantity }) => [partId, quantity.negate()]));
      await this.makeRoom.execute(tx, leaving, 'stock-corrected', location);
      await this.#post(tx, inventory, differences);
      await this.lines.setPosted(tx, id, inventory.changes + 1);
      return this.close.execute(tx, inventory, 'validated');
    });
  }

  /** A movement carries one reason, so they go by reason. */
  async #post(tx: Tx, { id, location }: CountedPlace, differences: readonly Difference[]): Promise<void> {
    for (const reason of new Set(differences.map((one) => one.reason))) {
      const those = differences.filter((one) => one.reason === reason);
      for (let i = 0; i < those.length; i += AT_ONCE) {
        await this.movements.post(
          tx,
          { kind: 'inventory', id, reason },
          those.slice(i, i + AT_ONCE).map(({ lineId, partId, quantity }) => ({
            partId,
            lineId,
            happens: (stock, cost) =>
              (quantity.isNegative()
                ? [issue(stock, 'inventory', quantity.negate(), cost)]
                : entry(stock, 'inventory', quantity, cost)
              ).map((change) => ({ ...change, location })),
          })),
        );
      }
    }
  }
}
