import { StockMovedMessage } from '@navette/contracts';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { inventoryErrors } from '../inventories/inventory.js';
import { DEPOT } from './stock-level.js';
import { StockLevelRepository, type Movement, type MovementOrigin } from './stock-level.repository.js';
import { averageCost, costAt, type Cost, type PartStock, type StockChange } from './valuation.js';
import { UnitPrice } from '@navette/kernel';

/** What happens to one part; `lastCost` is the average, or the last one there was (ST-10). */
export interface Posting {
  readonly partId: string;
  readonly lineId: string | null;
  readonly happens: (stock: PartStock, lastCost: Cost) => readonly StockChange[];
}

const NO_COST = costAt(UnitPrice.zero);

/** Writes movements within somebody's transaction, valued one after the other (ST-10). */
@Injectable()
export class PostMovements {
  constructor(private readonly levels: StockLevelRepository) {}

  /**
   * Locks the parts' stock, posts, and tells which parts moved. Open allocations must have been closed before what they hold
   * leaves.
   * @throws DomainError `stock.inventory.part-counted` where what leaves is being counted (ST-14)
   */
  async post(tx: Tx, origin: MovementOrigin, postings: readonly Posting[]): Promise<void> {
    const stocks = await this.levels.lockAll(
      tx,
      postings.map(({ partId }) => partId),
    );
    const nothingOnHand = [...stocks].filter(([, { onHand }]) => !onHand.isPositive()).map(([partId]) => partId);
    const costs = await this.levels.lastCosts(tx, nothingOnHand);
    const movements: Movement[] = [];
    for (const { partId, lineId, happens } of postings) {
      const stock = stocks.get(partId) as PartStock;
      const cost = averageCost(stock) ?? costs.get(partId) ?? NO_COST;
      costs.set(partId, cost);
      for (const change of happens(stock, cost)) {
        movements.push({ partId, lineId, change });
        stocks.set(partId, change.after);
      }
    }
    const leaving = movements.filter(({ change }) => change.quantity.isNegative());
    const placeOf = ({ change }: Movement) => change.location ?? DEPOT;
    for (const location of new Set(leaving.map(placeOf))) {
      const partIds = leaving.filter((one) => placeOf(one) === location).map(({ partId }) => partId);
      await this.expectNotCounted(tx, location, partIds, origin.kind === 'inventory' ? origin.id : undefined);
    }
    await this.levels.insertMovements(tx, origin, movements);
    if (movements.length === 0) return;
    tx.publish(
      StockMovedMessage,
      { type: 'stock', id: origin.id, version: 0 },
      { originKind: origin.kind, originId: origin.id, partIds: [...new Set(movements.map(({ partId }) => partId))] },
    );
  }

  /**
   * Of parts whose stock is locked by the caller: no inventory counts them in this place, but that one.
   * @throws DomainError `stock.inventory.part-counted` naming it and since when
   */
  async expectNotCounted(tx: Tx, location: string, partIds: readonly string[], except?: string): Promise<void> {
    const counted = await this.levels.counted(tx, location, partIds, except);
    if (counted !== undefined) throw inventoryErrors.error('inventory.part-counted', counted);
  }
}
