import { PartAllocatedMessage } from '@navette/contracts';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { stillToCome } from '../needs/need.js';
import { NeedRepository, type NeedHead } from '../needs/need.repository.js';
import { DEPOT } from '../stock-levels/stock-level.js';
import { StockLevelRepository } from '../stock-levels/stock-level.repository.js';
import { allocate, freeSupplies, type Portion, type Supply } from './allocation-policy.js';
import type { AllocationRow } from './allocation.js';
import { AllocationRepository } from './allocation.repository.js';

/** Who got what, and the needs as they are then. */
export interface Allocated {
  readonly rows: readonly AllocationRow[];
  readonly needs: ReadonlyMap<string, NeedHead>;
}

/**
 * Gives what is free of parts at the depot to whoever wants it, within somebody's transaction (ST-13). What a receipt brought is given
 * tentatively, its saga asks the origins; what was free before is given for good, and the origins are told.
 */
@Injectable()
export class AllocateStock {
  constructor(
    private readonly levels: StockLevelRepository,
    private readonly needs: NeedRepository,
    private readonly allocations: AllocationRepository,
  ) {}

  async execute(
    tx: Tx,
    partIds: readonly string[],
    options: { readonly supplies?: readonly Supply[]; readonly except?: ReadonlySet<string> } = {},
  ): Promise<Allocated> {
    const given = await this.give(tx, partIds, options);
    this.announce(tx, given);
    return given;
  }

  /** As `execute`, for who has something to say before `announce`. */
  async give(
    tx: Tx,
    partIds: readonly string[],
    { supplies = [], except = new Set() }: { supplies?: readonly Supply[]; except?: ReadonlySet<string> } = {},
  ): Promise<Allocated> {
    await this.levels.lock(tx, partIds);
    // What is being counted is given to nobody until it is (ST-14); its inventory gives it then.
    const free = await this.levels.free(tx, await this.levels.uncounted(tx, DEPOT, partIds));
    if (free.size === 0) return { rows: [], needs: new Map() };
    const unmet = await this.needs.lockUnmet(tx, [...free.keys()]);
    const portions = allocate(
      unmet.filter(({ id }) => !except.has(id)),
      freeSupplies(free, supplies),
    );
    return this.grant(tx, portions, DEPOT);
  }

  /** Gives locked needs what is free of locked stock in one place (ST-11). */
  async grant(tx: Tx, portions: readonly Portion[], location: string): Promise<Allocated> {
    if (portions.length === 0) return { rows: [], needs: new Map() };
    // What is met by an order line is no more awaited of it: first free, then allocated.
    await this.needs.moveLinks(
      tx,
      portions.flatMap(({ needId, fromOrders }) =>
        fromOrders.map(({ orderLineId, quantity }) => ({ orderLineId, needId, open: quantity.negate() })),
      ),
    );
    const rows = await this.allocations.insert(tx, portions, location);
    const needs = await this.needs.heads(
      tx,
      portions.map(({ needId }) => needId),
    );
    return { rows, needs };
  }

  /** Tells the origins of what they got from free stock. */
  announce(tx: Tx, { rows, needs }: Allocated): void {
    for (const row of rows) {
      if (row.state !== 'confirmed') continue;
      const need = needs.get(row.needId) as NeedHead;
      tx.audit('allocation', row.id);
      tx.publish(
        PartAllocatedMessage,
        { type: 'need', id: need.id, version: need.version },
        {
          allocationId: row.id,
          needId: need.id,
          originKind: need.originKind,
          originId: need.originId,
          partId: row.partId,
          quantity: row.quantity,
          needAllocated: need.allocated,
          needQuantity: need.quantity,
          supply: stillToCome(need),
        },
      );
    }
  }
}
