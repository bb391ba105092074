import type { PriceListProblem } from '@navette/contracts/stock/v1/price_lists';
import { Database, type Scope, type Tx } from '@navette/platform/database';
import { TableError } from '@navette/platform/tables';
import { Injectable } from '@nestjs/common';
import { lineReader, MOST_LINES, problem, withoutRepeats, type PricedLine } from './price-list.js';
import { PriceListFileReader } from './price-list-file.reader.js';
import { PriceListLineRepository } from './price-list-line.repository.js';
import { PriceListRepository, type PriceListRow } from './price-list.repository.js';
import { progress, standing } from './price-list.timer.js';

/** Lines in one transaction. */
const CHUNK = 2_000;
/** Chunks in one turn: a service that stops waits for no more. The next turn skips what is kept. */
const CHUNKS = 125;

/**
 * ST-6: what each line of a list would change. Up to which line that is done is kept with the lines, in one transaction, so a
 * chunk done twice does nothing; while one is kept the next is read.
 */
@Injectable()
export class ComparePriceList {
  constructor(
    private readonly db: Database,
    private readonly lists: PriceListRepository,
    private readonly lines: PriceListLineRepository,
    private readonly file: PriceListFileReader,
  ) {}

  async execute(scope: Scope, row: PriceListRow): Promise<void> {
    if (row.done_line === 0) await this.#forget(scope, row.id);
    let kept = Promise.resolve();
    try {
      let turns = 0;
      let last = 0;
      for await (const chunk of this.#chunks(scope, row)) {
        await kept;
        if ('problem' in chunk) return await this.#refuse(scope, row.id, chunk.problem);
        last = chunk.last;
        if (chunk.lines.length === 0) continue;
        kept = this.#keep(scope, row, chunk.lines);
        // It is waited for before anything else is done; until then its failure is nobody's.
        kept.catch(() => undefined);
        if (++turns === CHUNKS) return;
      }
      await kept;
      await this.#vanished(scope, row, last);
    } finally {
      await kept;
    }
  }

  /** Lines that are not kept yet, and the last line of the file so far; in the end why it can't be read any further. */
  async *#chunks(
    scope: Scope,
    row: PriceListRow,
  ): AsyncGenerator<{ lines: PricedLine[]; last: number } | { problem: PriceListProblem }> {
    const read = lineReader(row.terms.columns);
    const max = MOST_LINES[row.format];
    let chunk: PricedLine[] = [];
    let count = -1;
    let last = 0;
    try {
      for await (const { line, cells } of this.file.rows(scope, row)) {
        last = line;
        if (++count === 0) continue;
        if (count > max) {
          const rule = row.format === 'csv' ? 'price-list.too-many-lines' : 'price-list.workbook-too-long';
          return yield { problem: problem(line, rule, { max }) };
        }
        if (line > row.done_line) chunk.push(read(line, cells));
        if (chunk.length < CHUNK) continue;
        yield { lines: withoutRepeats(chunk), last };
        chunk = [];
      }
      yield { lines: withoutRepeats(chunk), last };
    } catch (error) {
      if (!(error instanceof TableError)) throw error;
      yield { problem: problem(error.line, `price-list.${error.rule}`) };
    }
  }

  #keep(scope: Scope, { id, terms }: PriceListRow, lines: readonly PricedLine[]): Promise<void> {
    return this.#within(scope, id, async (tx, row) => {
      const fresh = lines.filter(({ line }) => line > row.done_line);
      const last = fresh.at(-1);
      if (last === undefined) return tx.changesNothing();
      await this.lines.compare(tx, id, fresh, terms);
      const done = row.done + fresh.length;
      progress(tx, await this.lists.change(tx, row, { done, total: Math.max(done, row.total), done_line: last.line }));
    });
  }

  /** Parts that are not on the list any more, chunk by chunk, from the first again after a death; then the list waits for a person. */
  async #vanished(scope: Scope, { id, terms }: PriceListRow, last: number): Promise<void> {
    for (let after: string | undefined = ''; after !== undefined;) {
      const looked: string = after;
      after = undefined;
      await this.#within(scope, id, async (tx, row) => {
        const from = Math.max(row.done_line, last) + 1;
        const next = await this.lines.addVanished(tx, id, terms, { from, after: looked, limit: CHUNK });
        after = next.last;
        if (next.added > 0) return progress(tx, await this.lists.change(tx, row, { done_line: from + CHUNK - 1 }));
        if (after !== undefined) return tx.changesNothing();
        const counts = await this.lines.counts(tx, id);
        await standing(tx, await this.lists.change(tx, row, { state: 'checked', counts, total: row.done }));
      });
    }
  }

  /** Lines of an earlier comparison. */
  #forget(scope: Scope, id: string): Promise<void> {
    return this.#within(scope, id, async (tx, row) => {
      if (row.done_line > 0) return tx.changesNothing();
      await this.lines.remove(tx, id);
      tx.audit('price-list', id);
    });
  }

  #refuse(scope: Scope, id: string, why: PriceListProblem): Promise<void> {
    return this.#within(scope, id, async (tx, row) => {
      await this.lines.remove(tx, id);
      await this.lists.removePieces(tx, id);
      await standing(tx, await this.lists.change(tx, row, { state: 'refused', problem: why }));
    });
  }

  #within(scope: Scope, id: string, work: (tx: Tx, row: PriceListRow) => Promise<void> | void): Promise<void> {
    return this.db.tenantTx(scope, async (tx) => {
      const row = await this.lists.lockById(tx, id);
      if (row?.state !== 'checking') return tx.changesNothing();
      await work(tx, row);
    });
  }
}
