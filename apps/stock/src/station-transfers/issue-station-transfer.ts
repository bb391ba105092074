import type { StationTransfer } from '@navette/contracts/stock/v1/station_transfers';
import { isUuid, Money, Quantity } from '@navette/kernel';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { PostMovements } from '../stock-levels/post-movements.js';
import { issue } from '../stock-levels/valuation.js';
import { AnswerStationTransfer } from './answer-station-transfer.js';
import { ReadStationTransfers } from './read-station-transfers.js';
import { expectSide, expectTransferState } from './station-transfer.js';
import { StationTransferRepository } from './station-transfer.repository.js';

/** ST-15, ST-10: the parts leave the stock at its average cost, and are in transit. Done already, it answers the same. */
@Injectable()
export class IssueStationTransfer {
  constructor(
    private readonly db: Database,
    private readonly transfers: StationTransferRepository,
    private readonly answer: AnswerStationTransfer,
    private readonly movements: PostMovements,
    private readonly read: ReadStationTransfers,
  ) {}

  /**
   * @throws DomainError `stock.station-transfer.not-found`, `….other-side`, `….wrong-state`, `….not-free` (it can still be
   *   refused), `stock.inventory.part-counted`
   */
  execute(scope: Scope, id: string): Promise<StationTransfer> {
    return this.db.command(scope, async (tx) => {
      const transfer = expectSide(isUuid(id) ? await this.transfers.lockById(tx, id) : undefined, 'outgoing');
      if (transfer.state === 'issued' || transfer.state === 'received') {
        tx.changesNothing();
        return this.read.byId(tx, id);
      }
      expectTransferState(transfer, ['accepted']);
      await this.answer.expectFree(tx, transfer);
      const quantity = Quantity.parse(transfer.quantity);
      let value = Money.zero;
      await this.movements.post(tx, { kind: 'station_transfer', id }, [
        {
          partId: transfer.partId,
          lineId: null,
          happens: (stock, cost) => {
            const left = issue(stock, 'transfer', quantity, cost);
            value = left.value.negate();
            return [left];
          },
        },
      ]);
      await this.transfers.setIssued(tx, id, quantity, value);
      return this.read.decided(tx, id);
    });
  }
}
