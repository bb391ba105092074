import type {
  AddCountLineRequest,
  AddCountLineResponse,
  AddInventoryLineRequest,
  CountLine,
  InventoryLine,
} from '@navette/contracts/stock/v1/inventories';
import { Database, type Scope, type Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { PartRepository } from '../catalogue/part.repository.js';
import { CountEntryRepository } from './count-entry.repository.js';
import { CountSessions } from './count-sessions.js';
import { FreezeParts } from './freeze-parts.js';
import { EMPTY, expectInventoryState, inventoryErrors, MOST_LINES } from './inventory.js';
import { InventoryLineRepository } from './inventory-line.repository.js';
import { InventoryRepository, type InventoryRow } from './inventory.repository.js';
import { ReadInventories } from './read-inventories.js';

/**
 * E-082, "Empty": a part joins an inventory as somebody scans or types it, by the office or a phone, and is frozen from then
 * on. Who adds holds the inventory, so that however many scan a part it joins once; who comes next is given its line.
 */
@Injectable()
export class AddInventoryLine {
  constructor(
    private readonly db: Database,
    private readonly sessions: CountSessions,
    private readonly parts: PartRepository,
    private readonly inventories: InventoryRepository,
    private readonly lines: InventoryLineRepository,
    private readonly entries: CountEntryRepository,
    private readonly freeze: FreezeParts,
    private readonly read: ReadInventories,
  ) {}

  /**
   * @throws DomainError `stock.inventory.not-found`, `….wrong-state`, `….unknown-code`, `….not-goods`, `….scope-fixed`,
   *   `….overlaps` naming the inventory that counts the part, `….receipt-leaves`, `….too-many-lines`
   */
  execute(scope: Scope, { inventoryId, code }: AddInventoryLineRequest): Promise<InventoryLine> {
    return this.db.command(scope, async (tx) => {
      const inventory = await this.read.lock(tx, inventoryId);
      expectInventoryState(inventory, ['counting']);
      const { position, isNew } = await this.#lineOf(tx, inventory, code);
      if (isNew) await this.read.changed(tx, inventory);
      else tx.changesNothing();
      const [line] = await this.read.shown(tx, await this.lines.at(tx, inventoryId, position));
      return line as InventoryLine;
    });
  }

  /** The same by a phone. @throws DomainError `stock.count.session-over` and what is wrong with the part */
  byPhone(
    call: Pick<Scope, 'requestId' | 'correlationId' | 'causationId'>,
    { token, code }: AddCountLineRequest,
  ): Promise<AddCountLineResponse> {
    return this.sessions.writing(call, token, async (tx, device, inventory) => {
      const { position, isNew } = await this.#lineOf(tx, inventory, code);
      if (isNew) await this.read.changed(tx, inventory, 'phone');
      else tx.changesNothing();
      const [line] = await this.entries.linesFor(tx, device, '0', position - 1, 1);
      const { progress } = await this.read.byId(tx, inventory.id);
      return { line: line as CountLine, progress };
    });
  }

  /** Where the line of the part stands, of a locked inventory that is being counted. */
  async #lineOf(tx: Tx, inventory: InventoryRow, code: string): Promise<{ position: number; isNew: boolean }> {
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
    await this.freeze.execute(tx, id, [part.id]);
    await this.inventories.insertLines(tx, id, [part.id], { ...inventory, takeOverStock: false }, changes + 1);
    return { position: (await this.lines.positionOf(tx, id, part.id)) as number, isNew: true };
  }
}
