import { AllocationWithdrawnMessage } from '@navette/contracts';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { stillToCome } from '../needs/need.js';
import { NeedRepository, type NeedHead } from '../needs/need.repository.js';
import type { AllocationRow, Cut, WithdrawalReason } from './allocation.js';
import { AllocationRepository } from './allocation.repository.js';

/** Takes locked allocations back, in whole or in part, corrects their needs and tells the origins. */
@Injectable()
export class WithdrawAllocations {
  constructor(
    private readonly needs: NeedRepository,
    private readonly allocations: AllocationRepository,
  ) {}

  /** @param to what becomes of the quantity: wanted again, or not wanted any more. Answers the needs as they are then. */
  async execute(
    tx: Tx,
    cuts: readonly Cut[],
    to: 'waiting' | 'cancelled',
    reason: WithdrawalReason,
  ): Promise<Map<string, NeedHead>> {
    if (cuts.length === 0) return new Map();
    await this.allocations.withdraw(tx, cuts, reason);
    const needIds = cuts.map(({ allocation }) => allocation.needId);
    if (to === 'cancelled') {
      await this.needs.cancel(
        tx,
        cuts.map(({ quantity }, i) => ({ needId: needIds[i] as string, quantity })),
      );
    }
    return this.announce(
      tx,
      cuts.map(({ allocation: { id, needId, partId }, quantity }) => ({
        id,
        needId,
        partId,
        quantity: quantity.toString(),
      })),
      reason,
    );
  }

  /** Tells the origins of quantities that are theirs no more. Answers the needs as they are then. */
  async announce(
    tx: Tx,
    withdrawn: readonly Pick<AllocationRow, 'id' | 'needId' | 'partId' | 'quantity'>[],
    reason: WithdrawalReason,
  ): Promise<Map<string, NeedHead>> {
    const needs = await this.needs.heads(
      tx,
      withdrawn.map(({ needId }) => needId),
    );
    for (const { id: allocationId, needId, partId, quantity } of withdrawn) {
      const need = needs.get(needId) as NeedHead;
      const { version, originKind, originId, allocated, quantity: wanted } = need;
      tx.audit('allocation', allocationId);
      tx.publish(
        AllocationWithdrawnMessage,
        { type: 'need', id: needId, version },
        {
          allocationId,
          needId,
          originKind,
          originId,
          partId,
          quantity,
          needAllocated: allocated,
          needQuantity: wanted,
          reason,
          supply: stillToCome(need),
        },
      );
    }
    return needs;
  }
}
