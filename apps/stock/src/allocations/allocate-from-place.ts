import type { AllocateFromPlaceRequest, Need } from '@navette/contracts/stock/v1/service';
import { isUuid, Quantity } from '@navette/kernel';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { PartRepository } from '../catalogue/part.repository.js';
import { inventoryErrors } from '../inventories/inventory.js';
import { needErrors } from '../needs/need.js';
import { NeedListRepository } from '../needs/need-list.repository.js';
import { NeedRepository } from '../needs/need.repository.js';
import { StockLevelRepository } from '../stock-levels/stock-level.repository.js';
import { StockPlaces } from '../stock-places/stock-places.js';
import { AllocateStock } from './allocate-stock.js';
import { chosenPortions, chosenQuantity } from './allocation.js';

/**
 * ST-11, ST-13: somebody gives a need what lies free in a place, a technician's van say, and it is used from there. The depot
 * serves needs by itself; a place does by choice alone (ADR 73).
 */
@Injectable()
export class AllocateFromPlace {
  constructor(
    private readonly db: Database,
    private readonly parts: PartRepository,
    private readonly places: StockPlaces,
    private readonly levels: StockLevelRepository,
    private readonly needs: NeedRepository,
    private readonly list: NeedListRepository,
    private readonly allocate: AllocateStock,
  ) {}

  /**
   * For good, and the origin is told, as of what was free at the depot. A retired place may be emptied.
   * @throws DomainError `stock.need.not-found`, `stock.stock-place.invalid`, also for the depot, `stock.allocation.invalid` with
   *   its fields, `….need-frozen`, `….nothing-wanted`, `stock.inventory.part-counted`
   */
  execute(scope: Scope, { needId, placeId, quantity: asked }: AllocateFromPlaceRequest): Promise<Need> {
    return this.db.command(scope, async (tx) => {
      const head = isUuid(needId) ? (await this.needs.heads(tx, [needId])).get(needId) : undefined;
      if (head === undefined) throw needErrors.error('need.not-found');
      const { partId } = head;
      const quantity = chosenQuantity(asked, await this.parts.known(tx, partId));
      const location = await this.places.elsewhere(tx, '/placeId', placeId);
      // Stock before needs, as everywhere.
      await this.levels.lock(tx, [partId]);
      const counted = await this.levels.counted(tx, location, [partId]);
      if (counted !== undefined) throw inventoryErrors.error('inventory.part-counted', counted);
      const need = (await this.needs.lock(tx, [needId])).get(needId);
      if (need === undefined) throw needErrors.error('need.not-found');
      const free = (await this.levels.freeAt(tx, location, [partId])).get(partId) ?? Quantity.zero;
      const given = await this.allocate.grant(tx, chosenPortions(need, quantity, free), location);
      this.allocate.announce(tx, given);
      return (await this.list.byId(tx, needId)) as Need;
    });
  }
}
