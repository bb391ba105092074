import { NeedCancelledMessage } from '@navette/contracts';
import { Quantity } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { AllocateStock } from '../allocations/allocate-stock.js';
import type { Cut, OpenAllocation } from '../allocations/allocation.js';
import { AllocationRepository } from '../allocations/allocation.repository.js';
import { WithdrawAllocations } from '../allocations/withdraw-allocations.js';
import { StockLevelRepository } from '../stock-levels/stock-level.repository.js';
import { cancellation, stillToCome, type UnmetNeed } from './need.js';
import { NeedRepository, type NeedHead } from './need.repository.js';

/**
 * ST-13: an origin does not want parts any more. What was held for it goes to the next needs at once. A cancellation that
 * comes before its need is kept until the need comes.
 */
@Injectable()
export class CancelNeeds {
  constructor(
    private readonly levels: StockLevelRepository,
    private readonly needs: NeedRepository,
    private readonly allocations: AllocationRepository,
    private readonly withdraw: WithdrawAllocations,
    private readonly allocate: AllocateStock,
  ) {}

  /** @param cancels null is all of a need */
  async execute(
    tx: Tx,
    originId: string,
    cancels: readonly { readonly needId: string; readonly quantity: Quantity | null }[],
  ): Promise<void> {
    await this.needs.lockOrigin(tx, originId);
    const needIds = cancels.map(({ needId }) => needId);
    const heads = await this.needs.heads(tx, needIds);
    const early = cancels.filter(({ needId }) => !heads.has(needId));
    if (early.length > 0) await this.needs.bury(tx, early);
    for (const { needId } of early) tx.audit('need', needId);

    const partIds = [...heads.values()].map(({ partId }) => partId);
    await this.levels.lock(tx, partIds);
    const needs = await this.needs.lock(tx, [...heads.keys()]);
    const held = await this.allocations.lockOpen(tx, 'need_id', [...heads.keys()]);
    const plans = cancels
      .filter(({ needId }) => heads.get(needId)?.originId === originId)
      .map(({ needId, quantity }) => {
        const mine = held.filter((allocation) => allocation.needId === needId);
        return { needId, ...cancellation(needs.get(needId) as UnmetNeed, mine, quantity) };
      })
      .filter(({ cancelled }) => cancelled.isPositive());
    if (plans.length === 0) return;

    await this.needs.moveLinks(
      tx,
      plans.flatMap(({ needId, orders }) =>
        orders.map(({ orderLineId, quantity }) => ({
          needId,
          orderLineId,
          open: quantity.negate(),
          quantity: quantity.negate(),
        })),
      ),
    );
    await this.needs.cancel(
      tx,
      plans.map(({ needId, waiting, orders }) => ({
        needId,
        quantity: Quantity.sum([waiting, ...orders.map(({ quantity }) => quantity)]),
      })),
    );
    const moved = await this.needs.heads(
      tx,
      plans.map(({ needId }) => needId),
    );
    for (const { needId, cancelled } of plans) this.#announce(tx, moved.get(needId) as NeedHead, cancelled);
    const byId = new Map(held.map((allocation) => [allocation.id, allocation]));
    const cuts: Cut[] = plans.flatMap((plan) =>
      plan.held.map(({ id, quantity }) => ({ allocation: byId.get(id) as OpenAllocation, quantity })),
    );
    await this.withdraw.execute(tx, cuts, 'cancelled', 'origin-cancelled');
    await this.allocate.execute(tx, [...new Set(cuts.map(({ allocation }) => allocation.partId))]);
  }

  #announce(tx: Tx, need: NeedHead, cancelled: Quantity): void {
    const { id: needId, version, originKind, originId } = need;
    tx.audit('need', needId);
    tx.publish(
      NeedCancelledMessage,
      { type: 'need', id: needId, version },
      { needId, originKind, originId, quantity: cancelled.toString(), supply: stillToCome(need) },
    );
  }
}
