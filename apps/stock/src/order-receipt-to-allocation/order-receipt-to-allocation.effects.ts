import type { Tx } from '@navette/platform/database';
import type { Json, SagaEffects } from '@navette/platform/saga';
import { Injectable } from '@nestjs/common';
import type { AllocationRow } from '../allocations/allocation.js';
import { SagaAllocations } from '../allocations/saga-allocations.js';
import { ReverseGoodsReceipt } from '../goods-receipts/reverse-goods-receipt.js';
import { orderReceiptToAllocation, type AllocationItem } from './order-receipt-to-allocation.saga.js';

/** What the saga changes in stock itself, in the transaction of the answer that caused it (ST-24). */
@Injectable()
export class OrderReceiptToAllocationEffects implements SagaEffects {
  readonly saga = orderReceiptToAllocation;

  constructor(
    private readonly allocations: SagaAllocations,
    private readonly reverse: ReverseGoodsReceipt,
  ) {}

  async run(tx: Tx, name: string, payload: Json): Promise<Json> {
    switch (name) {
      case 'tentative-allocations':
        return itemsOf(await this.allocations.tentativeAllocationsOf(tx, receiptOf(payload)));
      case 'open-allocations':
        return itemsOf(await this.allocations.openAllocationsOf(tx, receiptOf(payload)));
      case 'settle': {
        const { confirmed, declined } = payload as { confirmed: readonly string[]; declined: readonly string[] };
        await this.allocations.confirmAllocations(tx, confirmed);
        return itemsOf((await this.allocations.withdrawAllocations(tx, declined, 'origin-cancelled')).next);
      }
      case 'release':
        return itemsOf((await this.allocations.withdrawAllocations(tx, idsOf(payload), 'not-answered')).next);
      case 'withdraw':
        await this.allocations.withdrawAllocations(tx, idsOf(payload), 'receipt-voided');
        return null;
      case 'reverse':
        return this.reverse.execute(tx, receiptOf(payload));
      default:
        throw new Error(`no effect ${name}`);
    }
  }
}

function receiptOf(payload: Json): string {
  return (payload as { receiptId: string }).receiptId;
}

function idsOf(payload: Json): readonly string[] {
  return (payload as { allocationIds: readonly string[] }).allocationIds;
}

function itemsOf(rows: readonly AllocationRow[]): Json {
  return rows.map(({ id, originKind, originId, originLineId, partId, quantity, supply }): AllocationItem => ({
    allocationId: id,
    originKind,
    originId,
    lineId: originLineId,
    partId,
    quantity,
    supply,
  })) as unknown as Json;
}
