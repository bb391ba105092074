import type { Quantity } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { NeedRepository } from '../needs/need.repository.js';
import { DEPOT } from '../stock-levels/stock-level.js';
import { StockLevelRepository } from '../stock-levels/stock-level.repository.js';
import { takeBack } from './allocation-policy.js';
import type { WithdrawalReason } from './allocation.js';
import { AllocationRepository } from './allocation.repository.js';
import { WithdrawAllocations } from './withdraw-allocations.js';

/**
 * Takes back what was promised of parts that are about to leave, the latest need first, and tells the origins (ST-13).
 * Whoever calls lets AllocateStock run when they have left: more than enough may have been taken back.
 */
@Injectable()
export class MakeRoom {
  constructor(
    private readonly levels: StockLevelRepository,
    private readonly needs: NeedRepository,
    private readonly allocations: AllocationRepository,
    private readonly withdraw: WithdrawAllocations,
  ) {}

  /**
   * @param leaving how much of each part is about to leave; their stock is locked by the caller
   * @param location where from, as levels name it
   */
  async execute(
    tx: Tx,
    leaving: ReadonlyMap<string, Quantity>,
    reason: WithdrawalReason,
    location: string = DEPOT,
  ): Promise<void> {
    const over = await this.levels.overbooked(tx, location, leaving);
    if (over.size === 0) return;
    const promised = await this.allocations.lockOpen(tx, 'part_id', [...over.keys()]);
    const cuts = [...over].flatMap(([partId, quantity]) =>
      takeBack(
        promised.filter((allocation) => allocation.partId === partId && allocation.location === location),
        quantity,
        location !== DEPOT,
      ),
    );
    await this.needs.lock(
      tx,
      cuts.map(({ allocation }) => allocation.needId),
    );
    await this.withdraw.execute(tx, cuts, 'waiting', reason);
  }
}
