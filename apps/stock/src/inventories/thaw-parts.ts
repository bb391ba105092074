import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { AllocateStock } from '../allocations/allocate-stock.js';
import { InventoryRepository } from './inventory.repository.js';

/** Parts that are given to who waits for them in one go. */
const AT_ONCE = 500;

/** What an inventory counts no longer is free, within somebody's transaction, and who waited for it gets it. */
@Injectable()
export class ThawParts {
  constructor(
    private readonly inventories: InventoryRepository,
    private readonly allocate: AllocateStock,
  ) {}

  /** All that it froze unless given. */
  async execute(tx: Tx, inventoryId: string, partIds?: readonly string[]): Promise<void> {
    const frozen = await this.inventories.lockFrozen(tx, inventoryId, partIds);
    await this.inventories.thaw(tx, inventoryId, frozen);
    const wanted = await this.inventories.wanted(tx, frozen);
    for (let i = 0; i < wanted.length; i += AT_ONCE) await this.allocate.execute(tx, wanted.slice(i, i + AT_ONCE));
  }
}
