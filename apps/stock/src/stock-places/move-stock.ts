import type { MoveStockRequest, MoveStockResponse } from '@navette/contracts/stock/v1/service';
import { Quantity, type FieldError } from '@navette/kernel';
import { Database, type Scope, type Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { AllocateStock } from '../allocations/allocate-stock.js';
import { PartRepository } from '../catalogue/part.repository.js';
import { PostMovements } from '../stock-levels/post-movements.js';
import { DEPOT } from '../stock-levels/stock-level.js';
import { StockLevelRepository } from '../stock-levels/stock-level.repository.js';
import { relocation } from '../stock-levels/valuation.js';
import { movedLines, placeErrors, refused, type MovedLine } from './stock-place.js';
import { StockPlaces } from './stock-places.js';

/**
 * ST-11: parts go from one place of the station to another; what the station has of them, and what that is worth, stays. No
 * more goes than is free where it lies. What comes back to it goes to whoever waits (ST-13).
 */
@Injectable()
export class MoveStock {
  constructor(
    private readonly db: Database,
    private readonly parts: PartRepository,
    private readonly places: StockPlaces,
    private readonly levels: StockLevelRepository,
    private readonly movements: PostMovements,
    private readonly allocate: AllocateStock,
  ) {}

  /** @throws DomainError `stock.internal-transfer.invalid`, `stock.stock-place.invalid`, `stock.inventory.part-counted` */
  execute(scope: Scope, request: MoveStockRequest): Promise<MoveStockResponse> {
    const reason = request.comment.trim();
    const lines = movedLines({ ...request, comment: reason });
    const partIds = lines.map(({ partId }) => partId);
    return this.db.command(scope, async (tx) => {
      const from = await this.places.known(tx, '/fromPlaceId', request.fromPlaceId, false);
      const to = await this.places.known(tx, '/toPlaceId', request.toPlaceId, true);
      await this.#expectParts(tx, lines);
      await this.levels.lockAll(tx, partIds);
      for (const location of [from, to]) await this.movements.expectNotCounted(tx, location, partIds);
      await this.#expectFree(tx, from, lines);
      await this.levels.openAt(tx, to, partIds);
      const transferId = tx.newId();
      tx.audit('internal-transfer', transferId);
      await this.movements.post(
        tx,
        { kind: 'internal_transfer', id: transferId, reason },
        lines.map(({ partId, quantity }) => ({
          partId,
          lineId: null,
          happens: (stock, cost) => relocation(stock, quantity, cost, { from, to }),
        })),
      );
      if (to === DEPOT) await this.allocate.execute(tx, partIds);
      return { transferId };
    });
  }

  async #expectParts(tx: Tx, lines: readonly MovedLine[]): Promise<void> {
    const parts = await this.parts.byIds(
      tx,
      lines.map(({ partId }) => partId),
    );
    const fields = lines.flatMap(({ partId, quantity }, i): FieldError[] => {
      const part = parts.get(partId);
      if (part?.kind !== 'part') return [placeErrors.field(`/lines/${i}/partId`, 'internal-transfer.part-unknown')];
      if (quantity.hasAtMost(part.unitDecimals)) return [];
      const params = { unit: part.unitCode, decimals: part.unitDecimals };
      return [placeErrors.field(`/lines/${i}/quantity`, 'internal-transfer.quantity-too-precise', params)];
    });
    if (fields.length > 0) throw refused(fields);
  }

  /** Of parts whose stock is locked: what is there and promised to nobody. */
  async #expectFree(tx: Tx, from: string, lines: readonly MovedLine[]): Promise<void> {
    const partIds = lines.map(({ partId }) => partId);
    const there = await this.levels.freeAt(tx, from, partIds);
    const fields = lines.flatMap(({ partId, quantity }, i) => {
      const free = there.get(partId) ?? Quantity.zero;
      if (quantity.compare(free) <= 0) return [];
      return [placeErrors.field(`/lines/${i}/quantity`, 'internal-transfer.more-than-free', { free: free.toString() })];
    });
    if (fields.length > 0) throw refused(fields);
  }
}
