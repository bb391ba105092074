import type { StationTransfer } from '@navette/contracts/stock/v1/station_transfers';
import { isUuid } from '@navette/kernel';
import { Database, type Scope } from '@navette/platform/database';
import { SagaRunner } from '@navette/platform/saga';
import { Injectable } from '@nestjs/common';
import { stationTransfer } from '../station-transfer/station-transfer.saga.js';
import { ReadStationTransfers } from './read-station-transfers.js';
import { expectSide, expectTransferState } from './station-transfer.js';
import { StationTransferRepository } from './station-transfer.repository.js';

/**
 * ST-15: the parts are wanted no more from there. The sister is told; what it has sent meanwhile stays on its way. Done already,
 * it answers the same.
 */
@Injectable()
export class CancelStationTransfer {
  constructor(
    private readonly db: Database,
    private readonly transfers: StationTransferRepository,
    private readonly read: ReadStationTransfers,
    private readonly sagas: SagaRunner,
  ) {}

  /** @throws DomainError `stock.station-transfer.not-found`, `….other-side`, `….wrong-state` */
  execute(scope: Scope, id: string): Promise<StationTransfer> {
    return this.db.command(scope, async (tx) => {
      expectSide(isUuid(id) ? await this.transfers.byId(tx, id) : undefined, 'incoming');
      // The saga before the row.
      await this.sagas.signal(tx, stationTransfer, id, 'cancel', null);
      const transfer = expectSide(await this.transfers.lockById(tx, id), 'incoming');
      if (transfer.state === 'cancelling' || transfer.state === 'cancelled') return this.read.byId(tx, id);
      expectTransferState(transfer, ['requested', 'accepted']);
      await this.transfers.setState(tx, id, 'cancelling');
      return this.read.changed(tx, id);
    });
  }
}
