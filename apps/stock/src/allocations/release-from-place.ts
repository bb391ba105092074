import type { Need, ReleaseFromPlaceRequest } from '@navette/contracts/stock/v1/service';
import { isUuid } from '@navette/kernel';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { needErrors } from '../needs/need.js';
import { NeedListRepository } from '../needs/need-list.repository.js';
import { NeedRepository } from '../needs/need.repository.js';
import { StockLevelRepository } from '../stock-levels/stock-level.repository.js';
import { AllocateStock } from './allocate-stock.js';
import { allocationErrors } from './allocation.js';
import { AllocationRepository } from './allocation.repository.js';
import { WithdrawAllocations } from './withdraw-allocations.js';

/** ST-11, ST-13: what somebody gave a need from a place stays there after all; the need waits again, or gets what the depot has free. */
@Injectable()
export class ReleaseFromPlace {
  constructor(
    private readonly db: Database,
    private readonly levels: StockLevelRepository,
    private readonly needs: NeedRepository,
    private readonly list: NeedListRepository,
    private readonly allocations: AllocationRepository,
    private readonly withdraw: WithdrawAllocations,
    private readonly allocate: AllocateStock,
  ) {}

  /**
   * The origin is told.
   * @throws DomainError `stock.need.not-found`, `stock.allocation.none-there`, also for the depot and for a place of another station
   */
  execute(scope: Scope, { needId, placeId }: ReleaseFromPlaceRequest): Promise<Need> {
    return this.db.command(scope, async (tx) => {
      const head = isUuid(needId) ? (await this.needs.heads(tx, [needId])).get(needId) : undefined;
      if (head === undefined) throw needErrors.error('need.not-found');
      // Stock before needs, needs before allocations, as everywhere.
      await this.levels.lock(tx, [head.partId]);
      await this.needs.lock(tx, [needId]);
      const held = await this.allocations.lockOpen(tx, 'need_id', [needId]);
      const there = held.filter(({ location }) => isUuid(placeId) && location === placeId);
      if (there.length === 0) throw allocationErrors.error('allocation.none-there');
      const cuts = there.map((allocation) => ({ allocation, quantity: allocation.quantity }));
      await this.withdraw.execute(tx, cuts, 'waiting', 'released');
      await this.allocate.execute(tx, [head.partId]);
      return (await this.list.byId(tx, needId)) as Need;
    });
  }
}
