import type { ReturnParts as ReturnPartsCommand } from '@navette/contracts/stock/v1/commands';
import { Quantity } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { AllocateStock } from '../allocations/allocate-stock.js';
import type { AllocationRow } from '../allocations/allocation.js';
import { AllocationRepository } from '../allocations/allocation.repository.js';
import { WithdrawAllocations } from '../allocations/withdraw-allocations.js';
import { NeedRepository } from '../needs/need.repository.js';
import { PostMovements } from '../stock-levels/post-movements.js';
import { StockLevelRepository } from '../stock-levels/stock-level.repository.js';
import { entry } from '../stock-levels/valuation.js';
import { ConsumptionRepository } from './consumption.repository.js';

/**
 * Compensation of ConsumeParts: the parts come back to where they lay at the current average cost, allocated as they were; what had been
 * given up is wanted again, and what of it is free is allocated anew. One that comes before its command is kept, so that
 * the command is then refused.
 */
@Injectable()
export class ReturnParts {
  constructor(
    private readonly runs: ConsumptionRepository,
    private readonly needs: NeedRepository,
    private readonly levels: StockLevelRepository,
    private readonly allocations: AllocationRepository,
    private readonly withdraw: WithdrawAllocations,
    private readonly movements: PostMovements,
    private readonly allocate: AllocateStock,
  ) {}

  async execute(tx: Tx, { request, originKind, originId }: ReturnPartsCommand): Promise<void> {
    const key = { sagaId: request?.sagaId ?? '', originKind, originId };
    tx.audit('consumption', originId);
    const before = await this.runs.note(tx, key, 'returned');
    if (before?.state !== 'consumed') return;
    await this.runs.change(tx, key, { state: 'returned' });

    const heads = await this.needs.ofOrigin(tx, originKind, originId);
    const partIds = [...new Set(heads.map(({ partId }) => partId))];
    await this.levels.lock(tx, partIds);
    await this.needs.lock(
      tx,
      heads.map(({ id }) => id),
    );
    const consumed = await this.allocations.consumedBy(tx, key.sagaId, originId);
    await this.#bringBack(tx, originKind, originId, consumed);
    await this.#allocateAgain(tx, consumed);
    await this.needs.cancel(
      tx,
      (await this.runs.released(tx, key)).map(({ needId, released }) => ({
        needId,
        quantity: Quantity.parse(released).negate(),
      })),
    );
    await this.allocate.execute(tx, partIds);
  }

  async #bringBack(tx: Tx, originKind: string, originId: string, consumed: readonly AllocationRow[]): Promise<void> {
    if (consumed.length === 0) return;
    const kind = originKind === 'intervention_file' ? 'intervention_file' : 'customer_order';
    await this.movements.post(
      tx,
      { kind, id: originId },
      consumed.map(({ partId, needId, quantity, location }) => ({
        partId,
        lineId: needId,
        happens: (stock, cost) =>
          entry(stock, 'return', Quantity.parse(quantity), cost).map((change) => ({ ...change, location })),
      })),
    );
  }

  /** Allocates as before what can be; where stock went below zero meanwhile, the parts that came back are not there. */
  async #allocateAgain(tx: Tx, consumed: readonly AllocationRow[]): Promise<void> {
    const kept: AllocationRow[] = [];
    const lost: AllocationRow[] = [];
    for (const location of new Set(consumed.map((row) => row.location))) {
      const rows = consumed.filter((row) => row.location === location);
      const free = await this.levels.freeAt(
        tx,
        location,
        rows.map(({ partId }) => partId),
      );
      for (const row of rows) {
        const left = (free.get(row.partId) ?? Quantity.zero).minus(Quantity.parse(row.quantity));
        if (left.isNegative()) lost.push(row);
        else {
          free.set(row.partId, left);
          kept.push(row);
        }
      }
    }
    const ids = (rows: readonly AllocationRow[]) => rows.map(({ id }) => id);
    await this.allocations.giveBack(tx, ids(kept), 'confirmed');
    await this.allocations.giveBack(tx, ids(lost), 'withdrawn');
    // The origin counts as its own what it used: of what is as before there is nothing to tell.
    await this.withdraw.announce(tx, lost, 'stock-corrected');
  }
}
