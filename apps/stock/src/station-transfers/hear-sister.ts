import type { TellStationTransfer } from '@navette/contracts/stock/v1/commands';
import type { Tx } from '@navette/platform/database';
import { SagaRunner } from '@navette/platform/saga';
import { Injectable } from '@nestjs/common';
import { stationTransfer } from '../station-transfer/station-transfer.saga.js';
import { StationTransferRepository } from './station-transfer.repository.js';

/** ST-15: the station that was asked has decided; nobody else's word counts. */
@Injectable()
export class HearSister {
  constructor(
    private readonly transfers: StationTransferRepository,
    private readonly sagas: SagaRunner,
  ) {}

  async execute(tx: Tx, { transferId, stationId, decision, ...said }: TellStationTransfer): Promise<void> {
    const transfer = await this.transfers.byId(tx, transferId);
    if (transfer?.side !== 'incoming' || transfer.stationId !== stationId) return;
    await this.sagas.signal(tx, stationTransfer, transferId, decision, said);
  }
}
