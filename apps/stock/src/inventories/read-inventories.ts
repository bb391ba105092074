import { InventoryChangedMessage } from '@navette/contracts';
import type { ListQuery } from '@navette/contracts/common/v1/common';
import type {
  Inventory,
  InventoryLine,
  ListInventoriesResponse,
  ListInventoryLinesResponse,
} from '@navette/contracts/stock/v1/inventories';
import { isUuid, Money, Quantity, UnitPrice } from '@navette/kernel';
import { Database, type Scope, type Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { StockLevelRepository } from '../stock-levels/stock-level.repository.js';
import { averageCost, costAt, entry, issue, shownCost, type Cost, type PartStock } from '../stock-levels/valuation.js';
import { inventoryErrors } from './inventory.js';
import { InventoryLineRepository, type LineRow } from './inventory-line.repository.js';
import { InventoryRepository, type InventoryRow } from './inventory.repository.js';

const NO_COST = costAt(UnitPrice.zero);

/** Inventories as screens see them. */
@Injectable()
export class ReadInventories {
  constructor(
    private readonly db: Database,
    private readonly inventories: InventoryRepository,
    private readonly lines: InventoryLineRepository,
    private readonly levels: StockLevelRepository,
  ) {}

  /** @throws DomainError `stock.inventory.not-found`, also for one of another station (ID-10) */
  one(scope: Scope, id: string): Promise<Inventory> {
    return this.db.tenantRead(scope, (tx) => this.byId(tx, id));
  }

  page(scope: Scope, query: ListQuery | undefined): Promise<ListInventoriesResponse> {
    return this.db.tenantRead(scope, async (tx) => {
      const { rows, nextCursor } = await this.inventories.page(tx, query);
      return { inventories: rows.map((row) => shownInventory(row)), nextCursor };
    });
  }

  /** @throws DomainError `stock.inventory.not-found` */
  linesOf(scope: Scope, inventoryId: string, query: ListQuery | undefined): Promise<ListInventoryLinesResponse> {
    return this.db.tenantRead(scope, async (tx) => {
      await this.known(tx, inventoryId);
      const { rows, nextCursor } = await this.lines.page(tx, inventoryId, query);
      return { lines: await this.shown(tx, rows), nextCursor };
    });
  }

  /** Lines with what their differences are worth. */
  async shown(tx: Tx, rows: readonly LineRow[]): Promise<InventoryLine[]> {
    const stocks = new Map(rows.map((row) => [row.partId, stockOf(row)]));
    const costs = await this.#costs(tx, stocks);
    return rows.map((row) => shownLine(row, stockOf(row), costs.get(row.partId) ?? NO_COST));
  }

  /** Locks an inventory. @throws DomainError `stock.inventory.not-found` */
  async lock(tx: Tx, id: string): Promise<InventoryRow> {
    const row = isUuid(id) ? await this.inventories.lockById(tx, id) : undefined;
    if (row === undefined) throw inventoryErrors.error('inventory.not-found');
    return row;
  }

  /** @throws DomainError `stock.inventory.not-found` */
  async known(tx: Tx, id: string): Promise<InventoryRow> {
    const row = isUuid(id) ? await this.inventories.byId(tx, id) : undefined;
    if (row === undefined) throw inventoryErrors.error('inventory.not-found');
    return row;
  }

  async byId(tx: Tx, id: string): Promise<Inventory> {
    const row = await this.known(tx, id);
    const open = row.state === 'counting' ? await this.lines.differences(tx, id) : [];
    const stocks = new Map(open.map((one) => [one.partId, one as PartStock]));
    const costs = await this.#costs(tx, stocks);
    const worth = open.map((one) => worthOf(one, one.quantity, costs.get(one.partId) ?? NO_COST));
    return shownInventory(row, Money.sum(worth));
  }

  /**
   * An inventory as this transaction has changed it, which whoever looks at it is told of (WE-3).
   * @param operation what the trail calls it, where the right says something else (ID-9)
   */
  async changed(
    tx: Tx,
    { id, changes }: InventoryRow,
    by: 'office' | 'phone' = 'office',
    operation?: string,
  ): Promise<Inventory> {
    tx.audit('inventory', id, operation);
    await this.inventories.touch(tx, id, by);
    tellInventoryChanged(tx, id, changes + 1);
    return this.byId(tx, id);
  }

  /** The average of each part, or what one cost when there last was one. */
  async #costs(tx: Tx, stocks: ReadonlyMap<string, PartStock>): Promise<Map<string, Cost>> {
    const none = [...stocks].filter(([, { onHand }]) => !onHand.isPositive()).map(([partId]) => partId);
    const costs = await this.levels.lastCosts(tx, none);
    for (const [partId, stock] of stocks) {
      const average = averageCost(stock);
      if (average !== undefined) costs.set(partId, average);
    }
    return costs;
  }
}

export function tellInventoryChanged(tx: Tx, inventoryId: string, version: number): void {
  tx.publish(InventoryChangedMessage, { type: 'inventory', id: inventoryId, version }, { inventoryId });
}

/** What posting a difference adds to the value of a part's stock, to the cent (ST-10). */
function worthOf(stock: PartStock, difference: Quantity, cost: Cost): Money {
  if (difference.isZero()) return Money.zero;
  const changes = difference.isNegative()
    ? [issue(stock, 'inventory', difference.negate(), cost)]
    : entry(stock, 'inventory', difference, cost);
  return Money.sum(changes.map(({ value }) => value));
}

function stockOf({ onHand, value }: LineRow): PartStock {
  return { onHand: Quantity.parse(onHand), value: Money.parse(value) };
}

function shownInventory(row: InventoryRow, difference?: Money): Inventory {
  const { lines, counted, recount, entered, ticked } = row;
  return {
    id: row.id,
    version: String(row.version),
    number: row.number,
    placeId: row.placeId,
    placeCode: row.placeCode,
    placeLabel: row.placeLabel,
    label: row.label,
    state: row.state,
    scope: row.scope,
    groupBy: row.groupBy,
    sortBy: row.sortBy,
    toPost: row.toPost,
    date: row.date.toString(),
    notes: row.notes,
    openedAt: row.openedAt.toString(),
    closedAt: row.closedAt?.toString() ?? '',
    progress: { lines, counted, recount, entered, ticked },
    postedValue: row.postedValue,
    differenceValue: difference?.toString() ?? '',
  };
}

function shownLine(row: LineRow, stock: PartStock, cost: Cost): InventoryLine {
  const pending = row.isPosted || row.difference === null ? Quantity.zero : Quantity.parse(row.difference);
  return {
    id: row.id,
    partId: row.partId,
    reference: row.reference,
    designation: row.designation,
    familyCode: row.familyCode,
    locationCode: row.locationCode,
    supplierPartyId: row.supplierPartyId,
    position: row.position,
    standing: row.standing,
    standingQuantity: row.standingQuantity ?? '',
    figures: [...row.figures],
    counted: row.counted ?? '',
    ticked: row.ticked,
    reasonId: row.reasonId,
    expected: row.expected ?? '',
    difference: row.difference ?? '',
    unitCost: shownCost(cost).toString(),
    differenceValue: row.counted === null ? '' : worthOf(stock, pending, cost).toString(),
    postedQuantity: row.postedQuantity,
    postedValue: row.postedValue,
  };
}
