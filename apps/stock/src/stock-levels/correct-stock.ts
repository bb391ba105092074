import type { CorrectStockRequest, StockLevel } from '@navette/contracts/stock/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { partErrors } from '../catalogue/part.js';
import { PartRepository } from '../catalogue/part.repository.js';
import { StockPlaces } from '../stock-places/stock-places.js';
import { checkedCorrection } from './correction.js';
import { PostCorrections } from './post-corrections.js';
import { shownLevelOfPart, stockLevelErrors } from './stock-level.js';
import { StockLevelRepository } from './stock-level.repository.js';

/** ST-10: a correction of one part, in or out, with its reason; several at once are a stock note (E-077). */
@Injectable()
export class CorrectStock {
  constructor(
    private readonly db: Database,
    private readonly parts: PartRepository,
    private readonly levels: StockLevelRepository,
    private readonly corrections: PostCorrections,
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
      const kind = quantity.isNegative() ? 'correction_out' : 'correction_in';
      const location = await this.places.known(tx, '/placeId', placeId, kind === 'correction_in');
      await this.corrections.post(
        tx,
        { kind: 'correction', id },
        { kind, location, refused: (fields) => stockLevelErrors.error('correction.invalid', {}, fields) },
        [{ part, lineId: null, quantity: quantity.abs(), unitCost, reason, pointer: '/quantity' }],
      );
      return shownLevelOfPart(await this.levels.ofPart(tx, partId));
    });
  }
}
