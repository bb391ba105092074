import { Database, type Scope, type Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { ChangePartPrices } from '../catalogue/change-part-prices.js';
import { PartPriceRepository } from '../catalogue/part-price.repository.js';
import { PartRepository } from '../catalogue/part.repository.js';
import { ReferenceRepository } from '../references/reference.repository.js';
import { PriceListLineRepository, type TakenLine } from './price-list-line.repository.js';
import { PriceListRepository, type PriceListRow } from './price-list.repository.js';
import { progress, standing } from './price-list.timer.js';

/** Lines in one transaction. */
const CHUNK = 2_000;
/** Chunks in one turn: a service that stops waits for no more. */
const CHUNKS = 50;

/**
 * ST-6: prices of a list are taken over, and parts that it has more are made. Up to which line that is done is kept in the
 * transaction that does it, so whatever dies no price changes twice. Each change stands in the history of its part; sale prices
 * follow, since they are computed when they are asked for (ADR 39).
 */
@Injectable()
export class TakePriceList {
  constructor(
    private readonly db: Database,
    private readonly lists: PriceListRepository,
    private readonly lines: PriceListLineRepository,
    private readonly parts: PartRepository,
    private readonly prices: PartPriceRepository,
    private readonly changes: ChangePartPrices,
    private readonly references: ReferenceRepository,
  ) {}

  async execute(scope: Scope, { id }: PriceListRow): Promise<void> {
    let isOver = false;
    for (let chunk = 0; chunk < CHUNKS && !isOver; chunk++) {
      isOver = await this.db.tenantTx(scope, async (tx) => {
        const row = await this.lists.lockById(tx, id);
        if (row?.state !== 'committing') {
          tx.changesNothing();
          return true;
        }
        const lines = await this.lines.next(tx, id, row.done_line, CHUNK);
        const last = lines.at(-1);
        if (last === undefined) {
          await this.#end(tx, row);
          return true;
        }
        await this.#take(tx, row, lines);
        const done = row.done + lines.length;
        progress(tx, await this.lists.change(tx, row, { done, done_line: last.line }));
        return false;
      });
    }
  }

  async #take(tx: Tx, { id, terms }: PriceListRow, lines: readonly TakenLine[]): Promise<void> {
    const origin = { kind: 'price_list', id } as const;
    const { manufacturerPartyId, updatePurchasePrices, ventilationCode, vatCategory } = terms;
    const supplierPartyId = terms.supplierPartyId || (await this.references.usualSupplier(tx, manufacturerPartyId));
    const made = await this.parts.insertListed(
      tx,
      lines.filter(({ state }) => state === 'new').map((line) => ({ ...line, id: tx.newId() })),
      { manufacturerPartyId, supplierPartyId, ventilationCode, vatCategory },
    );
    await this.prices.keepFirst(tx, [...made.values()], origin);
    await this.lines.name(tx, id, made);
    // Those of new lines too: somebody may have made the part since.
    const others = lines.filter(({ line }) => !made.has(line));
    const known = await this.lines.partsOf(tx, others, manufacturerPartyId);
    const wanted = new Map(others.flatMap(({ norm, price }) => pair(known.get(norm), price)));
    const changed = await this.prices.setList(tx, wanted, updatePurchasePrices, origin);
    await this.changes.announce(tx, await this.prices.held(tx, changed));
    const refused = others.filter(({ norm }) => !known.has(norm));
    await this.lines.refuse(tx, id, refused.map(({ line }) => line)); // prettier-ignore
  }

  async #end(tx: Tx, row: PriceListRow): Promise<void> {
    await this.lists.removePieces(tx, row.id);
    const counts = await this.lines.counts(tx, row.id);
    await standing(tx, await this.lists.change(tx, row, { state: 'committed', counts }));
  }
}

const pair = (id: string | undefined, price: string): [string, string][] => (id === undefined ? [] : [[id, price]]);
