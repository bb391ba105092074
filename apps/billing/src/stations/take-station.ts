import type { StationChanged } from '@navette/contracts/identity/v1/events';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { StationRepository } from './station.repository.js';

/** Keeps the copy of the station's legal identity. */
@Injectable()
export class TakeStation {
  constructor(private readonly stations: StationRepository) {}

  async execute(tx: Tx, station: StationChanged, version: number): Promise<void> {
    await this.stations.save(tx, station, version);
    tx.audit('station', station.stationId);
  }
}
