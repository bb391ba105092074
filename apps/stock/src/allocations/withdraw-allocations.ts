import { AllocationWithdrawnMessage } from '@navette/contracts';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { NeedRepository, type NeedHead } from '../needs/need.repository.js';
import type { Cut, WithdrawalReason } from './allocation.js';
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
    const needs = await this.needs.heads(tx, needIds);
    for (const { allocation, quantity } of cuts) {
      const need = needs.get(allocation.needId) as NeedHead;
      tx.audit('allocation', allocation.id);
      tx.publish(
        AllocationWithdrawnMessage,
        { type: 'need', id: need.id, version: need.version },
        {
          allocationId: allocation.id,
          needId: need.id,
          originKind: need.originKind,
          originId: need.originId,
          partId: allocation.partId,
          quantity: quantity.toString(),
          needAllocated: need.allocated,
          needQuantity: need.quantity,
        },
      );
    }
    return needs;
  }
}
