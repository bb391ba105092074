import { StationChangedMessage } from '@navette/contracts';
import type { Station } from '@navette/contracts/identity/v1/service';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { StationRepository } from './station.repository.js';

/** ID-1: the one way in which a changed station is told of, so that every service hears of it as it is now. */
@Injectable()
export class AnnounceStation {
  constructor(private readonly stations: StationRepository) {}

  /** Part of the transaction that changed it; writes the audit row too. */
  async within(tx: Tx, stationId: string): Promise<Station> {
    const saved = await this.stations.byId(tx, stationId);
    if (saved === undefined) throw new Error(`station ${stationId} is not in its network`);
    const { id, version: _version, companyId: _companyId, ...legal } = saved.station;
    const aggregate = { type: 'station', id, version: saved.version };
    tx.publish(StationChangedMessage, aggregate, { stationId: id, ...legal }, { stationId: id });
    tx.audit('station', id);
    return saved.station;
  }
}
