import { Quantity } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { CatalogueEntryRepository } from '../catalogue-entries/catalogue-entry.repository.js';
import type { CatalogueItem } from '../catalogue/part.js';
import { SettingsRepository } from '../settings/settings.repository.js';
import { DEPOT, stockLevelErrors } from '../stock-levels/stock-level.js';
import { StockLevelRepository } from '../stock-levels/stock-level.repository.js';
import { placeErrors } from './stock-place.js';

/** ST-11: the places of a station, as people name them. */
@Injectable()
export class StockPlaces {
  constructor(
    private readonly entries: CatalogueEntryRepository,
    private readonly levels: StockLevelRepository,
    private readonly settings: SettingsRepository,
  ) {}

  /**
   * How levels and movements name a place.
   * @param pointer field that names it
   * @param placeId empty: the depot
   * @param mayTake whether something comes there: what is retired can be emptied, but not filled
   * @throws DomainError `stock.stock-place.invalid`, also for one of another station (ID-10)
   */
  async known(tx: Tx, pointer: string, placeId: string, mayTake: boolean): Promise<string> {
    if (placeId === '') return DEPOT;
    const place = await this.entries.byId(tx, placeId);
    if (place?.kind !== 'stock_place') {
      throw placeErrors.error('stock-place.invalid', {}, [placeErrors.field(pointer, 'stock-place.unknown')]);
    }
    if (mayTake && !place.active) {
      const field = placeErrors.field(pointer, 'stock-place.retired', { code: place.code });
      throw placeErrors.error('stock-place.invalid', {}, [field]);
    }
    return place.id;
  }

  /**
   * Of a locked part: that so much may be taken out where it lies. The depot may owe where the station allows it (ST-12).
   * @throws DomainError `stock.stock-level.would-be-negative`, `stock.correction.invalid`
   */
  async expectThere(tx: Tx, location: string, { id, reference }: CatalogueItem, quantity: Quantity): Promise<void> {
    const there = (await this.levels.onHandAt(tx, location, [id])).get(id) ?? Quantity.zero;
    if (there.compare(quantity) >= 0) return;
    const onHand = there.toString();
    if (location !== DEPOT) {
      const field = stockLevelErrors.field('/quantity', 'correction.more-than-there', { onHand });
      throw stockLevelErrors.error('correction.invalid', {}, [field]);
    }
    if (!(await this.settings.read(tx)).refuseNegativeStock) return;
    throw stockLevelErrors.error('stock-level.would-be-negative', { reference, onHand, wanted: quantity.toString() });
  }
}
