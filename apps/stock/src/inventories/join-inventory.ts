import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { PartRepository } from '../catalogue/part.repository.js';
import { FreezeParts } from './freeze-parts.js';
import { EMPTY, inventoryErrors, MOST_LINES } from './inventory.js';
import { InventoryLineRepository } from './inventory-line.repository.js';
import { InventoryRepository, type InventoryRow } from './inventory.repository.js';

/**
 * E-082, "Empty": a part joins an inventory as somebody scans or types it, and is frozen from then on, within somebody's
 * transaction. Who adds holds the inventory, so that however many scan a part it joins once; who comes next is given its line.
 */
@Injectable()
export class JoinInventory {
  constructor(
    private readonly parts: PartRepository,
    private readonly inventories: InventoryRepository,
    private readonly lines: InventoryLineRepository,
    private readonly freeze: FreezeParts,
  ) {}

  /**
   * Where the line of the part stands, of a locked inventory that is being counted.
   * @throws DomainError `stock.inventory.unknown-code`, `….not-goods`, `….scope-fixed`, `….overlaps` naming the inventory that
   *   counts the part, `….receipt-leaves`, `….too-many-lines`
   */
  async execute(tx: Tx, inventory: InventoryRow, code: string): Promise<{ position: number; isNew: boolean }> {
    const part = await this.parts.byCode(tx, code);
    if (part === undefined) throw inventoryErrors.error('inventory.unknown-code', { code });
    const { id, number, changes, lines, scope } = inventory;
    const { reference } = part;
    const known = await this.lines.positionOf(tx, id, part.id);
    if (known !== undefined) return { position: known, isNew: false };
    if (scope.kind !== EMPTY) throw inventoryErrors.error('inventory.scope-fixed', { reference, number });
    if (part.kind !== 'part') throw inventoryErrors.error('inventory.not-goods', { reference });
    if (lines === MOST_LINES) {
      throw inventoryErrors.error('inventory.too-many-lines', { lines: lines + 1, max: MOST_LINES });
    }
    await this.freeze.execute(tx, inventory, [part.id]);
    await this.inventories.insertLines(tx, inventory, [part.id], { ...inventory, takeOverStock: false }, changes + 1);
    return { position: (await this.lines.positionOf(tx, id, part.id)) as number, isNew: true };
  }
}
