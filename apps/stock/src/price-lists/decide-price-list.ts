import type { PriceList, PriceListTerms } from '@navette/contracts/stock/v1/price_lists';
import { isUuid } from '@navette/kernel';
import { Database, type Scope, type Tx } from '@navette/platform/database';
import { Timers } from '@navette/platform/timers';
import { Injectable } from '@nestjs/common';
import { ReferenceRepository } from '../references/reference.repository.js';
import { priceListErrors, termsProblems, type PriceListState } from './price-list.js';
import {
  PriceListRepository,
  shownPriceList,
  type PriceListChange,
  type PriceListRow,
} from './price-list.repository.js';
import { standing } from './price-list.timer.js';

/** ST-6: a person says how a list is to be taken, and that it is. */
@Injectable()
export class DecidePriceList {
  constructor(
    private readonly db: Database,
    private readonly lists: PriceListRepository,
    private readonly references: ReferenceRepository,
    private readonly timers: Timers,
  ) {}

  /**
   * The comparison begins.
   * @throws DomainError `stock.price-list.terms-invalid` with every field that is not accepted, `stock.price-list.not-found`,
   *   `stock.price-list.changed-meanwhile`, `stock.price-list.state-not-accepted`
   */
  check(scope: Scope, id: string, expected: number, terms: PriceListTerms): Promise<PriceList> {
    return this.#decide(scope, id, expected, ['mapping', 'checked'], async (tx, row) => {
      const named = [terms.manufacturerPartyId, terms.supplierPartyId].filter(isUuid);
      const problems = termsProblems(terms, row.header, await this.references.suppliersAmong(tx, named));
      if (problems.length > 0) throw priceListErrors.error('price-list.terms-invalid', {}, problems);
      return { state: 'checking', terms, done: 0, done_line: 0, counts: null };
    });
  }

  /**
   * Prices begin to be taken over.
   * @throws DomainError `stock.price-list.not-found`, `stock.price-list.changed-meanwhile`,
   *   `stock.price-list.state-not-accepted`
   */
  commit(scope: Scope, id: string, expected: number): Promise<PriceList> {
    return this.#decide(scope, id, expected, ['checked'], async (_tx, { counts }) => {
      const total = (counts?.new ?? 0) + (counts?.raised ?? 0) + (counts?.lowered ?? 0);
      return { state: 'committing', done: 0, done_line: 0, total };
    });
  }

  #decide(
    scope: Scope,
    id: string,
    expected: number,
    accepted: readonly PriceListState[],
    decision: (tx: Tx, row: PriceListRow) => Promise<PriceListChange>,
  ): Promise<PriceList> {
    return this.db.command(scope, async (tx) => {
      const row = await this.lists.lockIn(tx, id, accepted, expected);
      const next = await this.lists.change(tx, row, await decision(tx, row));
      await standing(tx, next);
      tx.afterCommit(() => this.timers.wake());
      return shownPriceList(next);
    });
  }
}
