import { StationTransferChangedMessage, TellStationTransferMessage } from '@navette/contracts';
import type {
  ListNetworkStockResponse,
  ListStationTransfersRequest,
  ListStationTransfersResponse,
  StationTransfer,
} from '@navette/contracts/stock/v1/station_transfers';
import { isUuid } from '@navette/kernel';
import { Database, type Scope, type Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { shownTransfer, stationTransferErrors, type TransferState } from './station-transfer.js';
import { StationTransferRepository } from './station-transfer.repository.js';

/** ID-9: what the trail calls each step. One right, and one message of the other station, stand for several of them. */
const STEPS: Readonly<Record<TransferState, string>> = {
  requested: 'stock:station-transfer-requested',
  accepted: 'stock:station-transfer-accepted',
  refused: 'stock:station-transfer-refused',
  issued: 'stock:station-transfer-issued',
  received: 'stock:station-transfer-received',
  cancelling: 'stock:station-transfer-cancelling',
  cancelled: 'stock:station-transfer-cancelled',
};

/** Transfers as other contexts and screens see them, and what sister stations have (ST-15). */
@Injectable()
export class ReadStationTransfers {
  constructor(
    private readonly db: Database,
    private readonly transfers: StationTransferRepository,
  ) {}

  /** @throws DomainError `stock.station-transfer.not-found`, also for one of other stations (ID-10) */
  execute(scope: Scope, id: string): Promise<StationTransfer> {
    return this.db.tenantRead(scope, (tx) => this.byId(tx, id));
  }

  /** @throws DomainError `platform.request.invalid`, `platform.list.cursor-of-another-list` */
  async page(scope: Scope, { query }: ListStationTransfersRequest): Promise<ListStationTransfersResponse> {
    const { rows, nextCursor } = await this.db.tenantRead(scope, (tx) => this.transfers.page(tx, query));
    return { transfers: rows.map(shownTransfer), nextCursor };
  }

  /** Of a part of the caller's own catalogue; nothing of another's. */
  async networkStock(scope: Scope, partId: string): Promise<ListNetworkStockResponse> {
    if (!isUuid(partId)) return { stations: [] };
    return { stations: await this.db.tenantRead(scope, (tx) => this.transfers.networkStock(tx, partId)) };
  }

  async byId(tx: Tx, id: string): Promise<StationTransfer> {
    const transfer = isUuid(id) ? await this.transfers.byId(tx, id) : undefined;
    if (transfer === undefined) throw stationTransferErrors.error('station-transfer.not-found');
    return shownTransfer(transfer);
  }

  /** Tells this station of a change within its transaction; the transfer as it is now. */
  async changed(tx: Tx, transferId: string): Promise<StationTransfer> {
    const shown = await this.byId(tx, transferId);
    const { number, side, state, partId, version } = shown;
    tx.audit('station-transfer', transferId, STEPS[state as TransferState]);
    tx.publish(
      StationTransferChangedMessage,
      { type: 'station-transfer', id: transferId, version: Number(version) },
      { transferId, number, side, state, partId },
    );
    return shown;
  }

  /** As `changed`, of a half whose people have decided: the station that asked is told, too. */
  async decided(tx: Tx, transferId: string): Promise<StationTransfer> {
    const shown = await this.changed(tx, transferId);
    const { version, stationId, state: decision, reason, value, quantity } = shown;
    tx.publish(
      TellStationTransferMessage,
      { type: 'station-transfer', id: transferId, version: Number(version) },
      { transferId, stationId: tx.scope.stationId, decision, reason, value, quantity },
      { stationId },
    );
    return shown;
  }
}
