import type { PriceList } from '@navette/contracts/stock/v1/price_lists';
import { Database, type Scope } from '@navette/platform/database';
import { Timers } from '@navette/platform/timers';
import { Injectable } from '@nestjs/common';
import { checkPiece, guessedTerms, namedFile, priceListErrors } from './price-list.js';
import { PriceListRepository, shownPriceList } from './price-list.repository.js';
import { standing } from './price-list.timer.js';

/** ST-6: a file comes in pieces, so that nobody holds all of it; then it is read in the background. */
@Injectable()
export class ReceivePriceList {
  constructor(
    private readonly db: Database,
    private readonly lists: PriceListRepository,
    private readonly timers: Timers,
  ) {}

  /** @throws DomainError `stock.price-list.file-name`, `stock.price-list.format-not-accepted` */
  begin(scope: Scope, typedName: string): Promise<PriceList> {
    const { fileName, format } = namedFile(typedName);
    return this.db.command(scope, async (tx) => {
      const row = await this.lists.insert(tx, { id: tx.newId(), file_name: fileName, format, terms: guessedTerms([]) });
      await standing(tx, row);
      return shownPriceList(row);
    });
  }

  /**
   * Keeps a piece; of a file that is received already nothing more is kept: whoever sends it again has not heard so.
   * @throws DomainError `stock.price-list.too-large`, `stock.price-list.workbook-too-large`, `stock.price-list.not-found`
   */
  append(scope: Scope, id: string, piece: number, content: Uint8Array): Promise<PriceList> {
    return this.db.tenantTx(scope, async (tx) => {
      const row = await this.lists.lockById(tx, id);
      if (row === undefined) throw priceListErrors.error('price-list.not-found');
      if (row.state !== 'receiving') tx.changesNothing();
      else {
        checkPiece(row.format, piece, content);
        await this.lists.putPiece(tx, id, piece, Buffer.from(content));
        tx.audit('price-list', id);
      }
      return shownPriceList(row);
    });
  }

  /** @throws DomainError `stock.price-list.empty`, `stock.price-list.piece-missing`, `stock.price-list.not-found` */
  end(scope: Scope, id: string, pieces: number): Promise<PriceList> {
    return this.db.tenantTx(scope, async (tx) => {
      const row = await this.lists.lockById(tx, id);
      if (row === undefined) throw priceListErrors.error('price-list.not-found');
      if (row.state !== 'receiving') {
        tx.changesNothing();
        return shownPriceList(row);
      }
      if (pieces === 0) throw priceListErrors.error('price-list.empty');
      const { missing, line_breaks } = await this.lists.endPieces(tx, id, pieces);
      if (missing !== null) throw priceListErrors.error('price-list.piece-missing', { piece: missing });
      const next = await this.lists.change(tx, row, { state: 'reading', total: line_breaks });
      await standing(tx, next);
      tx.afterCommit(() => this.timers.wake());
      return shownPriceList(next);
    });
  }

  /**
   * Gives a list up: nothing is left of one that is still received, of others their name and what they were.
   * @throws DomainError `stock.price-list.not-found`, `stock.price-list.state-not-accepted`
   */
  discard(scope: Scope, id: string): Promise<void> {
    return this.db.command(scope, async (tx) => {
      const row = await this.lists.lockIn(tx, id, ['receiving', 'mapping', 'refused', 'checked', 'closed']);
      tx.audit('price-list', id);
      if (row.state === 'receiving') {
        await this.lists.removePieces(tx, id);
        await this.lists.remove(tx, id);
      } else if (row.state === 'closed') tx.changesNothing();
      else {
        await standing(tx, await this.lists.change(tx, row, { state: 'closed', problem: null }));
        tx.afterCommit(() => this.timers.wake());
      }
    });
  }
}
