import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { StationRefRepository, type StationRef } from './station-ref.repository.js';

@Injectable()
export class KeepStation {
  constructor(private readonly stations: StationRefRepository) {}

  async execute(tx: Tx, version: number, station: StationRef): Promise<void> {
    await this.stations.save(tx, version, station);
    tx.audit('station', tx.scope.stationId);
  }
}
