import { NeedCancelledMessage } from '@navette/contracts';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { stillToCome } from '../needs/need.js';
import { NeedRepository, type NeedHead } from '../needs/need.repository.js';
import { StockLevelRepository } from '../stock-levels/stock-level.repository.js';
import { AllocateStock } from './allocate-stock.js';
import type { AllocationRow, Cut, OpenAllocation, WithdrawalReason } from './allocation.js';
import { AllocationRepository } from './allocation.repository.js';
import type { Supply } from './allocation-policy.js';
import { WithdrawAllocations } from './withdraw-allocations.js';

/** What saga order-receipt-to-allocation does to allocations, each within its transaction and harmless when repeated (ST-24). */
@Injectable()
export class SagaAllocations {
  constructor(
    private readonly levels: StockLevelRepository,
    private readonly needs: NeedRepository,
    private readonly allocations: AllocationRepository,
    private readonly withdraw: WithdrawAllocations,
    private readonly allocate: AllocateStock,
  ) {}

  /** Allocations of what the receipt brought that no origin has answered for yet. */
  tentativeAllocationsOf(tx: Tx, receiptId: string): Promise<AllocationRow[]> {
    return this.allocations.ofReceipt(tx, receiptId, ['tentative']);
  }

  /** Those, and the confirmed ones: what must be taken back when the receipt is voided. */
  openAllocationsOf(tx: Tx, receiptId: string): Promise<AllocationRow[]> {
    return this.allocations.ofReceipt(tx, receiptId, ['tentative', 'confirmed']);
  }

  /** The origins took the parts. An allocation that is not tentative any more stays as it is. */
  async confirmAllocations(tx: Tx, allocationIds: readonly string[]): Promise<void> {
    if (allocationIds.length > 0) await this.allocations.confirm(tx, allocationIds);
  }

  /**
   * Takes the open ones among these back. The parts go at once to the next needs, as new tentative allocations of the
   * same receipt line (`next`), except when the receipt is voided and they are about to leave.
   * - `origin-cancelled`: the quantity is cancelled in the need; the need's other lines are not touched.
   * - `not-answered`: the quantity is wanted again, but in this call other needs are served.
   * - `receipt-voided`: the quantity is wanted again.
   */
  async withdrawAllocations(
    tx: Tx,
    allocationIds: readonly string[],
    reason: Extract<WithdrawalReason, 'origin-cancelled' | 'not-answered' | 'receipt-voided'>,
  ): Promise<{ withdrawn: AllocationRow[]; next: AllocationRow[] }> {
    const { partIds, needIds } = await this.allocations.partsOf(tx, allocationIds);
    await this.levels.lock(tx, partIds);
    await this.needs.lock(tx, needIds);
    const open = await this.allocations.lockOpen(tx, 'id', allocationIds);
    if (open.length === 0) return { withdrawn: [], next: [] };
    const cuts = open.map((allocation) => ({ allocation, quantity: allocation.quantity }));
    const cancelled = reason === 'origin-cancelled';
    const needs = await this.withdraw.execute(tx, cuts, cancelled ? 'cancelled' : 'waiting', reason);
    if (cancelled) for (const cut of cuts) announceCancelled(tx, needs.get(cut.allocation.needId) as NeedHead, cut);
    const withdrawn = await this.allocations.byIds(
      tx,
      open.map(({ id }) => id),
    );
    if (reason === 'receipt-voided') return { withdrawn, next: [] };
    const { rows } = await this.allocate.execute(
      tx,
      open.map(({ partId }) => partId),
      {
        supplies: open.filter(({ leaving, receiptLineId }) => !leaving && receiptLineId !== null).map(supplyOf),
        ...(reason === 'not-answered' && { except: new Set(open.map(({ needId }) => needId)) }),
      },
    );
    return { withdrawn, next: rows.filter(({ state }) => state === 'tentative') };
  }
}

function announceCancelled(tx: Tx, need: NeedHead, { quantity }: Cut): void {
  const { id: needId, version, originKind, originId } = need;
  tx.publish(
    NeedCancelledMessage,
    { type: 'need', id: needId, version },
    { needId, originKind, originId, quantity: quantity.toString(), supply: stillToCome(need) },
  );
}

function supplyOf({ partId, quantity, receiptLineId, orderLineId }: OpenAllocation): Supply {
  return { partId, quantity, receiptLineId, orderLineId };
}
