import { isUuid } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { ChangePartPrices } from '../catalogue/change-part-prices.js';
import { PartRepository } from '../catalogue/part.repository.js';
import { StockLevelRepository } from '../stock-levels/stock-level.repository.js';
import { replenishmentErrors, type PartToOrder } from './replenishment.js';
import { ReplenishmentRepository } from './replenishment.repository.js';

/** ST-20: parts below their minimum, about to be ordered, which is their first use where they had none (ST-18). */
@Injectable()
export class TakeRefills {
  constructor(
    private readonly parts: PartRepository,
    private readonly levels: StockLevelRepository,
    private readonly plan: ReplenishmentRepository,
    private readonly prices: ChangePartPrices,
  ) {}

  /**
   * Locks their stock, so that of two clicks the second finds the part ordered.
   * @throws DomainError `stock.replenishment.not-below-minimum` naming the parts
   */
  async execute(tx: Tx, partIds: readonly string[]): Promise<PartToOrder[]> {
    if (partIds.length === 0) return [];
    const known = [...(await this.parts.byIds(tx, partIds.filter(isUuid))).keys()];
    await this.levels.lockAll(tx, known);
    const refills = await this.plan.refillsOf(tx, known);
    const missing = new Set(refills.map(({ partId }) => partId));
    const parts = partIds.filter((id) => !missing.has(id));
    if (parts.length > 0) throw replenishmentErrors.error('replenishment.not-below-minimum', { parts });
    await this.prices.firstUse(tx, partIds);
    return refills;
  }
}
