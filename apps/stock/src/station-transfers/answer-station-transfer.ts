import type { AcceptStationTransferRequest, StationTransfer } from '@navette/contracts/stock/v1/station_transfers';
import { isUuid, Quantity } from '@navette/kernel';
import { Database, type Scope, type Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { PartRepository } from '../catalogue/part.repository.js';
import { PostMovements } from '../stock-levels/post-movements.js';
import { DEPOT } from '../stock-levels/stock-level.js';
import { StockLevelRepository } from '../stock-levels/stock-level.repository.js';
import { ReadStationTransfers } from './read-station-transfers.js';
import {
  expectSide,
  expectTransferState,
  stationTransferErrors,
  transferQuantity,
  transferReason,
  type Transfer,
} from './station-transfer.js';
import { StationTransferRepository } from './station-transfer.repository.js';

/** ST-15: a station that was asked for parts accepts all or some of them, or refuses. Done already, it answers the same. */
@Injectable()
export class AnswerStationTransfer {
  constructor(
    private readonly db: Database,
    private readonly transfers: StationTransferRepository,
    private readonly levels: StockLevelRepository,
    private readonly movements: PostMovements,
    private readonly parts: PartRepository,
    private readonly read: ReadStationTransfers,
  ) {}

  /**
   * A promise that keeps nothing back: what is free may still go to the station's own needs (ADR 0050). What is not accepted
   * waits again where it was asked.
   * @param wanted how many will be sent; empty for all that is asked
   * @throws DomainError `stock.station-transfer.not-found`, `….other-side`, `….wrong-state`, also where another quantity is
   *   accepted already, `….invalid` with its field, `….not-free`, `stock.inventory.part-counted`
   */
  accept(scope: Scope, { id, quantity: wanted }: AcceptStationTransferRequest): Promise<StationTransfer> {
    return this.#answer(scope, id, async (tx, transfer) => {
      const part = await this.parts.known(tx, transfer.partId);
      const asked = Quantity.parse(transfer.asked);
      const quantity = wanted === '' ? asked : transferQuantity(wanted, asked, 'some', part);
      if (transfer.state === 'accepted' && quantity.equals(Quantity.parse(transfer.quantity))) return false;
      expectTransferState(transfer, ['requested']);
      await this.expectFree(tx, { ...transfer, quantity: quantity.toString() });
      await this.transfers.setAccepted(tx, id, quantity);
      return true;
    });
  }

  /**
   * Also what was accepted, as long as it has not left.
   * @throws DomainError `stock.station-transfer.not-found`, `….other-side`, `….wrong-state`, `….invalid` without a reason
   */
  refuse(scope: Scope, id: string, why: string): Promise<StationTransfer> {
    const reason = transferReason(why, true);
    return this.#answer(scope, id, async (tx, transfer) => {
      if (transfer.state === 'refused') return false;
      expectTransferState(transfer, ['requested', 'accepted']);
      await this.transfers.setState(tx, id, 'refused', { refusal: 'by-hand', reason });
      return true;
    });
  }

  /**
   * The parts are free, whoever needs them here comes first, and nobody counts them; their stock is locked then.
   * @throws DomainError `stock.station-transfer.not-free`, `stock.inventory.part-counted`
   */
  async expectFree(tx: Tx, { partId, reference, quantity }: Transfer): Promise<void> {
    await this.levels.lockAll(tx, [partId]);
    await this.movements.expectNotCounted(tx, DEPOT, [partId]);
    const free = (await this.levels.free(tx, [partId])).get(partId) ?? Quantity.zero;
    if (free.compare(Quantity.parse(quantity)) >= 0) return;
    throw stationTransferErrors.error('station-transfer.not-free', {
      reference,
      free: free.toString(),
      wanted: quantity,
    });
  }

  #answer(
    scope: Scope,
    id: string,
    change: (tx: Tx, transfer: Transfer) => Promise<boolean>,
  ): Promise<StationTransfer> {
    return this.db.command(scope, async (tx) => {
      const transfer = expectSide(isUuid(id) ? await this.transfers.lockById(tx, id) : undefined, 'outgoing');
      if (await change(tx, transfer)) return this.read.decided(tx, id);
      tx.changesNothing();
      return this.read.byId(tx, id);
    });
  }
}
