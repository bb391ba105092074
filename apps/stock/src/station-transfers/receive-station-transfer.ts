import type { ReceiveStationTransferRequest, StationTransfer } from '@navette/contracts/stock/v1/station_transfers';
import { isUuid, Quantity } from '@navette/kernel';
import { Database, type Scope } from '@navette/platform/database';
import { SagaRunner } from '@navette/platform/saga';
import { Injectable } from '@nestjs/common';
import { PartRepository } from '../catalogue/part.repository.js';
import { stationTransfer } from '../station-transfer/station-transfer.saga.js';
import { ReadStationTransfers } from './read-station-transfers.js';
import { expectSide, expectTransferState, transferQuantity, transferReason } from './station-transfer.js';
import { StationTransferRepository } from './station-transfer.repository.js';

/**
 * ST-15: the parts have arrived, or some of them: what is missing is lost, and why is said. The saga's effect takes them in and
 * gives them to the need that asked. Done already, it answers the same.
 */
@Injectable()
export class ReceiveStationTransfer {
  constructor(
    private readonly db: Database,
    private readonly transfers: StationTransferRepository,
    private readonly parts: PartRepository,
    private readonly read: ReadStationTransfers,
    private readonly sagas: SagaRunner,
  ) {}

  /**
   * @throws DomainError `stock.station-transfer.not-found`, `….other-side`, `….wrong-state`, `….invalid` with its fields,
   *   `stock.inventory.part-counted`
   */
  execute(
    scope: Scope,
    { id, quantity: arrived, reason: why }: ReceiveStationTransferRequest,
  ): Promise<StationTransfer> {
    return this.db.command(scope, async (tx) => {
      const transfer = expectSide(isUuid(id) ? await this.transfers.byId(tx, id) : undefined, 'incoming');
      if (transfer.state === 'received') {
        tx.changesNothing();
        return this.read.byId(tx, id);
      }
      const sent = Quantity.parse(transfer.quantity);
      const quantity = transferQuantity(arrived, sent, 'none', await this.parts.known(tx, transfer.partId));
      const reason = transferReason(why, !quantity.equals(sent));
      const payload = { quantity: quantity.toString(), reason };
      await this.sagas.signal(tx, stationTransfer, id, 'receive', payload);
      const shown = await this.read.byId(tx, id);
      if (shown.state !== 'received') expectTransferState(transfer, ['received']);
      return shown;
    });
  }
}
