import type { Inventory, SetInventoryLinesRequest } from '@navette/contracts/stock/v1/inventories';
import type { FieldError } from '@navette/kernel';
import { Database, type Scope, type Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { CatalogueEntryRepository } from '../catalogue-entries/catalogue-entry.repository.js';
import { MOST_AT_ONCE } from '../stock-levels/stock-level.js';
import { countedQuantity, expectInventoryState, inventoryErrors } from './inventory.js';
import { InventoryLineRepository, type EnteredLine } from './inventory-line.repository.js';
import { ReadInventories } from './read-inventories.js';

const MOST_LINES_AT_ONCE = 500;
type GivenLine = SetInventoryLinesRequest['lines'][number];

/** ST-14: quantities, ticks and reasons that the office enters, cell by cell. Who types a quantity anew takes its tick off. */
@Injectable()
export class SetInventoryLines {
  constructor(
    private readonly db: Database,
    private readonly lines: InventoryLineRepository,
    private readonly entries: CatalogueEntryRepository,
    private readonly read: ReadInventories,
  ) {}

  /** @throws DomainError `stock.inventory.not-found`, `….wrong-state`, `….invalid` naming each cell */
  execute(scope: Scope, { inventoryId, lines }: SetInventoryLinesRequest): Promise<Inventory> {
    return this.db.command(scope, async (tx) => {
      const inventory = await this.read.lock(tx, inventoryId);
      expectInventoryState(inventory, ['counting']);
      await this.lines.enter(tx, inventoryId, inventory.changes + 1, await this.#checked(tx, inventoryId, lines));
      return this.read.changed(tx, inventory);
    });
  }

  /** Ticks every line that has a quantity. @throws DomainError `stock.inventory.not-found`, `….wrong-state` */
  tickAll(scope: Scope, inventoryId: string): Promise<Inventory> {
    return this.db.command(scope, async (tx) => {
      const inventory = await this.read.lock(tx, inventoryId);
      expectInventoryState(inventory, ['counting']);
      const ticked = await this.lines.tickEntered(tx, inventoryId, inventory.changes + 1);
      if (ticked > 0) return this.read.changed(tx, inventory);
      tx.changesNothing();
      return this.read.byId(tx, inventoryId);
    });
  }

  async #checked(tx: Tx, inventoryId: string, given: readonly GivenLine[]): Promise<EnteredLine[]> {
    const fields: FieldError[] = [];
    if (given.length === 0 || given.length > MOST_LINES_AT_ONCE) {
      throw invalid([inventoryErrors.field('/lines', 'inventory.selection-too-long', { max: MOST_LINES_AT_ONCE })]);
    }
    const known = await this.lines.known(
      tx,
      inventoryId,
      given.map(({ lineId }) => lineId),
    );
    const reasons = await this.entries.choosable(
      tx,
      given.map(({ reasonId }) => reasonId ?? ''),
    );
    const seen = new Set<string>();
    const lines = given.map((line, i): EnteredLine => {
      const at = `/lines/${i}`;
      const entered = known.get(line.lineId);
      if (entered === undefined) fields.push(inventoryErrors.field(`${at}/lineId`, 'inventory.line-unknown'));
      if (seen.has(line.lineId)) fields.push(inventoryErrors.field(`${at}/lineId`, 'inventory.line-twice'));
      seen.add(line.lineId);
      const counted = line.counted === undefined || line.counted === '' ? null : countedQuantity(line.counted);
      if (counted === undefined) {
        const max = MOST_AT_ONCE.toString();
        fields.push(inventoryErrors.field(`${at}/counted`, 'inventory.quantity-wrong', { max }));
      }
      const stays = line.counted === undefined ? entered === true : counted !== null;
      if (line.ticked === true && !stays) fields.push(inventoryErrors.field(`${at}/ticked`, 'inventory.not-counted'));
      const { reasonId } = line;
      if (reasonId !== undefined && reasonId !== '' && reasons.get(reasonId) !== 'discrepancy_reason') {
        fields.push(inventoryErrors.field(`${at}/reasonId`, 'inventory.reason-unknown'));
      }
      return {
        id: line.lineId,
        counted: line.counted === undefined ? undefined : (counted ?? null),
        ticked: line.ticked,
        reasonId: reasonId === '' ? null : reasonId,
      };
    });
    if (fields.length > 0) throw invalid(fields);
    return lines;
  }
}

function invalid(fields: readonly FieldError[]) {
  return inventoryErrors.error('inventory.invalid', {}, [...fields]);
}
