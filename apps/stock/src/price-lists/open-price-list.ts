import type { PriceListProblem } from '@navette/contracts/stock/v1/price_lists';
import { Database, type Scope } from '@navette/platform/database';
import { TableError, type TableRow } from '@navette/platform/tables';
import { Injectable } from '@nestjs/common';
import { guessedTerms, headerProblem, problem } from './price-list.js';
import { PriceListFileReader } from './price-list-file.reader.js';
import { PriceListRepository, type PriceListRow } from './price-list.repository.js';
import { standing } from './price-list.timer.js';

/** Lines that are shown to who says what columns hold. */
const SHOWN = 3;

/** ST-6: the first lines of a file are read, and how it is to be taken is guessed, or known from the last one like it. */
@Injectable()
export class OpenPriceList {
  constructor(
    private readonly db: Database,
    private readonly lists: PriceListRepository,
    private readonly file: PriceListFileReader,
  ) {}

  async execute(scope: Scope, read: PriceListRow): Promise<void> {
    const begun = await this.#begun(scope, read);
    await this.db.tenantTx(scope, async (tx) => {
      const row = await this.lists.lockById(tx, read.id);
      if (row?.state !== 'reading') return tx.changesNothing();
      if ('problem' in begun) {
        await this.lists.removePieces(tx, row.id);
        return standing(tx, await this.lists.change(tx, row, { state: 'refused', problem: begun.problem }));
      }
      const [header = [], ...examples] = begun.rows;
      const terms = (await this.lists.keptTerms(tx, header)) ?? guessedTerms(header);
      await standing(tx, await this.lists.change(tx, row, { state: 'mapping', header, examples, terms }));
    });
  }

  /** The header and some lines, or why there is no such thing. */
  async #begun(scope: Scope, row: PriceListRow): Promise<{ rows: string[][] } | { problem: PriceListProblem }> {
    const first: TableRow[] = [];
    try {
      for await (const line of this.file.rows(scope, row)) {
        first.push(line);
        if (first.length > SHOWN) break;
      }
    } catch (error) {
      if (error instanceof TableError) return { problem: problem(error.line, `price-list.${error.rule}`) };
      throw error;
    }
    const refused = headerProblem(first[0]?.cells ?? []);
    if (refused !== undefined) return { problem: refused };
    if (first.length < 2) return { problem: problem(0, 'price-list.empty') };
    return { rows: first.map(({ cells }) => cells.map((cell) => cell.replaceAll('\0', '').trim().slice(0, 200))) };
  }
}
