import { Quantity, type DomainError, type FieldError } from '@navette/kernel';
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
    if (place?.kind !== 'stock_place') throw unknownPlace(pointer);
    if (mayTake && !place.active) {
      const field = placeErrors.field(pointer, 'stock-place.retired', { code: place.code });
      throw placeErrors.error('stock-place.invalid', {}, [field]);
    }
    return place.id;
  }

  /**
   * As `known`, for what only other places than the depot do.
   * @throws DomainError `stock.stock-place.invalid`
   */
  async elsewhere(tx: Tx, pointer: string, placeId: string): Promise<string> {
    const location = await this.known(tx, pointer, placeId, false);
    if (location === DEPOT) throw unknownPlace(pointer);
    return location;
  }

  /**
   * Of locked parts: that so much may be taken out where it lies. The depot may owe where the station allows it (ST-12).
   * @throws DomainError `stock.stock-level.would-be-negative` naming the first part that would be, or as refused elsewhere
   */
  async expectThere(
    tx: Tx,
    location: string,
    leaving: readonly { readonly part: CatalogueItem; readonly quantity: Quantity; readonly pointer: string }[],
    refused: (fields: FieldError[]) => DomainError,
  ): Promise<void> {
    const onHand = await this.levels.onHandAt(
      tx,
      location,
      leaving.map(({ part }) => part.id),
    );
    const there = (partId: string) => onHand.get(partId) ?? Quantity.zero;
    const [first, ...others] = leaving.filter(({ part, quantity }) => there(part.id).compare(quantity) < 0);
    if (first === undefined) return;
    if (location !== DEPOT) {
      throw refused(
        [first, ...others].map(({ part, pointer }) =>
          stockLevelErrors.field(pointer, 'correction.more-than-there', { onHand: there(part.id).toString() }),
        ),
      );
    }
    if (!(await this.settings.read(tx)).refuseNegativeStock) return;
    const { id, reference } = first.part;
    const params = { reference, onHand: there(id).toString(), wanted: first.quantity.toString() };
    throw stockLevelErrors.error('stock-level.would-be-negative', params);
  }
}

function unknownPlace(pointer: string): DomainError {
  return placeErrors.error('stock-place.invalid', {}, [placeErrors.field(pointer, 'stock-place.unknown')]);
}
