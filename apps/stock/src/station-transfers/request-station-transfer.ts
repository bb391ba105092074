import type { RequestStationTransferRequest, StationTransfer } from '@navette/contracts/stock/v1/station_transfers';
import { isUuid, Quantity } from '@navette/kernel';
import { Database, type Scope } from '@navette/platform/database';
import { SagaRunner } from '@navette/platform/saga';
import { Injectable } from '@nestjs/common';
import { PartRepository } from '../catalogue/part.repository.js';
import { needErrors } from '../needs/need.js';
import { NeedRepository } from '../needs/need.repository.js';
import { ReferenceRepository } from '../references/reference.repository.js';
import { stationTransfer } from '../station-transfer/station-transfer.saga.js';
import { IncomingTransfers } from './incoming-transfers.js';
import { stationTransferErrors, transferQuantity } from './station-transfer.js';
import { StationTransferRepository } from './station-transfer.repository.js';

/**
 * ST-15: parts that a need waits for are asked of a sister station that has them free. They count as on order from now on, so
 * that nobody orders them elsewhere; the saga takes the question there and brings back what becomes of it.
 */
@Injectable()
export class RequestStationTransfer {
  constructor(
    private readonly db: Database,
    private readonly needs: NeedRepository,
    private readonly parts: PartRepository,
    private readonly references: ReferenceRepository,
    private readonly transfers: StationTransferRepository,
    private readonly incoming: IncomingTransfers,
    private readonly sagas: SagaRunner,
  ) {}

  /**
   * @throws DomainError `stock.need.not-found`, `stock.station-transfer.invalid` with its fields, `….not-free` where the sister
   *   has not as many, or there is no such sister
   */
  execute(
    scope: Scope,
    { needId, stationId, quantity: asked }: RequestStationTransferRequest,
  ): Promise<StationTransfer> {
    return this.db.command(scope, async (tx) => {
      const need = isUuid(needId) ? (await this.needs.lock(tx, [needId])).get(needId) : undefined;
      if (need === undefined) throw needErrors.error('need.not-found');
      const part = await this.parts.known(tx, need.partId);
      const quantity = transferQuantity(asked, need.waiting, 'some', part);
      const sister = (await this.transfers.networkStock(tx, need.partId)).find((one) => one.stationId === stationId);
      if (sister === undefined || Quantity.parse(sister.free).compare(quantity) < 0) {
        const free = sister?.free ?? Quantity.zero.toString();
        const params = { reference: part.reference, free, wanted: quantity.toString() };
        throw stationTransferErrors.error('station-transfer.not-free', params);
      }
      const here = await this.references.station(tx);
      const [number = ''] = await this.references.nextNumbers(tx, 'TR', 1);
      const id = tx.newId();
      const data = {
        transferId: id,
        sisterId: stationId,
        request: {
          number,
          stationId: tx.scope.stationId,
          stationCode: here.code,
          stationName: here.name,
          reference: part.reference,
          manufacturerCode: await this.references.manufacturerCode(tx, part.manufacturerPartyId),
          gtins: await this.parts.gtins(tx, part.id),
          quantity: quantity.toString(),
        },
        cancelAsked: false,
      };
      const sagaId = await this.sagas.start(tx, stationTransfer, { correlationKey: id, data });
      const { code: stationCode, name: stationName } = sister;
      const half = { id, number, side: 'incoming', stationId, stationCode, stationName, sagaId } as const;
      return this.incoming.begin(tx, { ...half, partId: need.partId, needId, quantity });
    });
  }
}
