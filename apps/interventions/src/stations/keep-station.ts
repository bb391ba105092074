import type { StationChanged } from '@navette/contracts/identity/v1/events';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { StationRepository } from './station.repository.js';

/** Keeps the copy of the station true; an older version never replaces a newer one. */
@Injectable()
export class KeepStation {
  constructor(private readonly stations: StationRepository) {}

  async execute(tx: Tx, { stationId, code, timeZone }: StationChanged, version: number): Promise<void> {
    if (await this.stations.save(tx, { code, timeZone }, version)) tx.audit('station', stationId);
  }
}
