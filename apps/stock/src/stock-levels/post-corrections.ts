import type { DomainError, FieldError, Money, Quantity, UnitPrice } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { AllocateStock } from '../allocations/allocate-stock.js';
import { MakeRoom } from '../allocations/make-room.js';
import type { CatalogueItem } from '../catalogue/part.js';
import { StockPlaces } from '../stock-places/stock-places.js';
import { PostMovements } from './post-movements.js';
import { StockLevelRepository, type MovementOrigin } from './stock-level.repository.js';
import { costAt, entry, issue, shownCost, type Cost } from './valuation.js';

/** So much of a part that comes in or goes out by hand. */
export interface CorrectedPart {
  readonly part: CatalogueItem;
  readonly lineId: string | null;
  /** Above zero. */
  readonly quantity: Quantity;
  /** Of what comes in; absent: what a unit costs now. */
  readonly unitCost?: UnitPrice | undefined;
  /** Kept with the movement. */
  readonly reason: string;
  /** Of the field that names the quantity. */
  readonly pointer: string;
}

/** What a part came in or went out at. */
export interface PostedCorrection {
  readonly unitCost: UnitPrice;
  readonly value: Money;
}

interface Way {
  readonly kind: 'correction_in' | 'correction_out';
  /** As levels name it. */
  readonly location: string;
  /** What the caller throws where a place has not enough. */
  readonly refused: (fields: FieldError[]) => DomainError;
}

/**
 * ST-10: stock put right by hand, within somebody's transaction. What comes in goes to whoever waits; what goes out and was
 * promised there is first taken back from the latest needs (ST-13), and their origins are told. Elsewhere than at the depot no
 * more leaves than is there (ST-11).
 */
@Injectable()
export class PostCorrections {
  constructor(
    private readonly levels: StockLevelRepository,
    private readonly movements: PostMovements,
    private readonly places: StockPlaces,
    private readonly makeRoom: MakeRoom,
    private readonly allocate: AllocateStock,
  ) {}

  /**
   * @returns by part
   * @throws DomainError `stock.stock-level.would-be-negative` (ST-12), `stock.inventory.part-counted` (ST-14), or as refused
   */
  async post(
    tx: Tx,
    origin: Pick<MovementOrigin, 'kind' | 'id'>,
    { kind, location, refused }: Way,
    parts: readonly CorrectedPart[],
  ): Promise<ReadonlyMap<string, PostedCorrection>> {
    const partIds = parts.map(({ part }) => part.id);
    await this.levels.lockAll(tx, partIds);
    await this.levels.openAt(tx, location, partIds);
    // Both ways: what is being counted there is put right by its count.
    await this.movements.expectNotCounted(tx, location, partIds);
    if (kind === 'correction_out') {
      await this.places.expectThere(tx, location, parts, refused);
      const leaving = new Map(parts.map(({ part, quantity }) => [part.id, quantity]));
      await this.makeRoom.execute(tx, leaving, 'stock-corrected', location);
    }
    const posted = new Map<string, PostedCorrection>();
    // A movement carries one reason, so they go by reason.
    for (const reason of new Set(parts.map((one) => one.reason))) {
      await this.movements.post(
        tx,
        { ...origin, reason },
        parts
          .filter((one) => one.reason === reason)
          .map(({ lineId, part, quantity, unitCost }) => ({
            partId: part.id,
            lineId,
            happens: (stock, now) => {
              const cost: Cost = unitCost === undefined ? now : costAt(unitCost);
              const changes =
                kind === 'correction_in' ? entry(stock, kind, quantity, cost) : [issue(stock, kind, quantity, cost)];
              posted.set(part.id, {
                unitCost: shownCost(cost),
                value: (changes[0] as (typeof changes)[0]).value.abs(),
              });
              return changes.map((change) => ({ ...change, location }));
            },
          })),
      );
    }
    await this.allocate.execute(tx, partIds);
    return posted;
  }
}
