import type { CorrectStockRequest, StockLevel } from '@navette/contracts/stock/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { AllocateStock } from '../allocations/allocate-stock.js';
import { MakeRoom } from '../allocations/make-room.js';
import { partErrors } from '../catalogue/part.js';
import { PartRepository } from '../catalogue/part.repository.js';
import { StockPlaces } from '../stock-places/stock-places.js';
import { checkedCorrection } from './correction.js';
import { PostMovements, type Posting } from './post-movements.js';
import { DEPOT, shownLevelOfPart, stockLevelErrors } from './stock-level.js';
import { StockLevelRepository } from './stock-level.repository.js';
import { costAt, entry, issue } from './valuation.js';

/**
 * ST-10: a correction in or out, with its reason. What comes in goes to whoever waits; what goes out and was promised is
 * first taken back from the latest needs (ST-13), and their origins are told. Elsewhere than at the depot nothing is promised,
 * and no more leaves than is there (ST-11).
 */
@Injectable()
export class CorrectStock {
  constructor(
    private readonly db: Database,
    private readonly parts: PartRepository,
    private readonly levels: StockLevelRepository,
    private readonly movements: PostMovements,
    private readonly allocate: AllocateStock,
    private readonly makeRoom: MakeRoom,
    private readonly places: StockPlaces,
  ) {}

  /** @throws DomainError `stock.correction.invalid`, `stock.stock-place.invalid`, `stock.part.not-found`, `stock.stock-level.would-be-negative`, `stock.inventory.part-counted` */
  execute(scope: Scope, request: CorrectStockRequest): Promise<StockLevel> {
    const { partId, placeId, quantity, reason, unitCost } = checkedCorrection(request);
    return this.db.command(scope, async (tx) => {
      const part = (await this.parts.byIds(tx, [partId])).get(partId);
      if (part === undefined) throw partErrors.error('part.not-found');
      if (!quantity.hasAtMost(part.unitDecimals)) {
        const params = { unit: part.unitCode, decimals: part.unitDecimals };
        const field = stockLevelErrors.field('/quantity', 'correction.quantity-too-precise', params);
        throw stockLevelErrors.error('correction.invalid', {}, [field]);
      }
      const id = tx.newId();
      tx.audit('stock-correction', id);
      tx.audit('part', partId);
      const origin = { kind: 'correction', id, reason } as const;
      const location = await this.places.known(tx, '/placeId', placeId, !quantity.isNegative());
      await this.levels.lockAll(tx, [partId]);
      await this.levels.openAt(tx, location, [partId]);
      // Both ways: what is being counted is put right by its count.
      await this.movements.expectNotCounted(tx, [partId]);
      if (quantity.isNegative()) {
        const out = quantity.negate();
        await this.places.expectThere(tx, location, part, out);
        if (location === DEPOT) await this.makeRoom.execute(tx, new Map([[partId, out]]), 'stock-corrected');
        const happens: Posting['happens'] = (stock, cost) => [
          { ...issue(stock, 'correction_out', out, cost), location },
        ];
        await this.movements.post(tx, origin, [{ partId, lineId: null, happens }]);
      } else {
        await this.movements.post(tx, origin, [
          {
            partId,
            lineId: null,
            happens: (stock, cost) =>
              entry(stock, 'correction_in', quantity, unitCost === undefined ? cost : costAt(unitCost)).map(
                (change) => ({
                  ...change,
                  location,
                }),
              ),
          },
        ]);
      }
      await this.allocate.execute(tx, [partId]);
      return shownLevelOfPart(await this.levels.ofPart(tx, partId));
    });
  }
}
