import { PartChangedMessage } from '@navette/contracts';
import type { MergePartStockRequest, PartLinks } from '@navette/contracts/stock/v1/service';
import { isUuid, type Money, type Quantity } from '@navette/kernel';
import { Database, type Scope, type Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { AllocateStock } from '../allocations/allocate-stock.js';
import { partErrors, type CatalogueItem } from '../catalogue/part.js';
import { PartRepository } from '../catalogue/part.repository.js';
import { PostMovements } from '../stock-levels/post-movements.js';
import { StockLevelRepository } from '../stock-levels/stock-level.repository.js';
import { averageCost, entry, issue, type Cost } from '../stock-levels/valuation.js';
import { linkErrors } from './part-link.js';
import { PartLinkRepository } from './part-link.repository.js';

/** What lies in one place as it leaves the one part for the other. */
interface Portion {
  readonly location: string;
  readonly quantity: Quantity;
  readonly value: Money;
}

/**
 * ST-3, ADR 54: all that is in stock of a part becomes stock of the part that survives it, place by place and at the same
 * value; whoever waits for the survivor gets it. The part's movements stay its own; it is exhausted from now on, and the
 * survivor is offered in its place. What others still want or owe of it is theirs to settle first.
 */
@Injectable()
export class MergePartStock {
  constructor(
    private readonly db: Database,
    private readonly parts: PartRepository,
    private readonly links: PartLinkRepository,
    private readonly levels: StockLevelRepository,
    private readonly movements: PostMovements,
    private readonly allocate: AllocateStock,
  ) {}

  /**
   * @throws DomainError `stock.part.not-found`, `stock.part-link.invalid`, `stock.part-link.circle`, `stock.part-merge.not-linked`,
   *   `….units-differ`, `….still-used` naming what holds the part, `….nothing-there`, `stock.inventory.part-counted`
   */
  execute(scope: Scope, { partId, survivorPartId }: MergePartStockRequest): Promise<PartLinks> {
    if (!isUuid(partId)) throw partErrors.error('part.not-found');
    return this.db.command(scope, async (tx) => {
      await this.links.lockLinks(tx);
      const [part, survivor] = await this.#pair(tx, partId, survivorPartId);
      await this.levels.lockAll(tx, [part.id, survivor.id]);
      const there = await this.levels.onHandByLocation(tx, part.id);
      for (const location of there.keys()) {
        await this.movements.expectNotCounted(tx, location, [part.id, survivor.id]);
      }
      const holders = await this.links.holders(tx, part.id);
      if (holders.length > 0) {
        throw linkErrors.error('part-merge.still-used', { reference: part.reference, holders });
      }
      for (const { id } of [part, survivor]) tx.audit('part', id);
      await this.#move(tx, part, survivor, there);
      await this.links.add(tx, { kind: 'replacement', partId: part.id, otherPartId: survivor.id });
      const exhausted = await this.parts.exhaust(tx, part.id);
      for (const { id, version } of [{ ...part, version: exhausted }, survivor]) {
        tx.publish(PartChangedMessage, { type: 'part', id, version }, { partId: id });
      }
      await this.allocate.execute(tx, [survivor.id]);
      return this.links.ofPart(tx, part.id);
    });
  }

  async #pair(tx: Tx, partId: string, survivorPartId: string): Promise<[CatalogueItem, CatalogueItem]> {
    const part = (await this.parts.byIds(tx, [partId])).get(partId);
    if (part === undefined) throw partErrors.error('part.not-found');
    const { equivalents, replacements } = await this.links.ofPart(tx, partId);
    const isLinked = [...equivalents, ...replacements].some((link) => link.partId === survivorPartId);
    const survivor = isLinked ? (await this.parts.byIds(tx, [survivorPartId])).get(survivorPartId) : undefined;
    if (survivor === undefined) throw linkErrors.error('part-merge.not-linked', { reference: part.reference });
    if (await this.links.isReplacedBy(tx, survivor.id, part.id)) {
      throw linkErrors.error('part-link.circle', { reference: part.reference, other: survivor.reference });
    }
    const [unit, other] = [part.unitCode, survivor.unitCode];
    if (unit !== other) throw linkErrors.error('part-merge.units-differ', { unit: unit || '—', other: other || '—' });
    return [part, survivor];
  }

  /** @throws DomainError `stock.part-merge.nothing-there`, also where a place owes some */
  async #move(
    tx: Tx,
    part: CatalogueItem,
    survivor: CatalogueItem,
    there: ReadonlyMap<string, Quantity>,
  ): Promise<void> {
    if (there.size === 0 || [...there.values()].some((quantity) => quantity.isNegative())) {
      throw linkErrors.error('part-merge.nothing-there', { reference: part.reference });
    }
    const portions: Portion[] = [];
    await this.movements.post(
      tx,
      { kind: 'part_merge', id: survivor.id },
      [...there].map(([location, quantity]) => ({
        partId: part.id,
        lineId: null,
        happens: (stock, cost) => {
          const out = issue(stock, 'merge', quantity, cost);
          portions.push({ location, quantity, value: out.value.negate() });
          return [{ ...out, location }];
        },
      })),
    );
    for (const location of there.keys()) await this.levels.openAt(tx, location, [survivor.id]);
    await this.movements.post(
      tx,
      { kind: 'part_merge', id: part.id },
      portions.map(({ location, quantity, value }) => ({
        partId: survivor.id,
        lineId: null,
        happens: (stock) =>
          entry(stock, 'merge', quantity, averageCost({ onHand: quantity, value }) as Cost).map((change) => ({
            ...change,
            location,
          })),
      })),
    );
  }
}
