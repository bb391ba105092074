import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { NetworkStationRepository } from './network-station.repository.js';

@Injectable()
export class KeepStation {
  constructor(private readonly stations: NetworkStationRepository) {}

  async execute(tx: Tx, code: string, version: number): Promise<void> {
    await this.stations.save(tx, { id: tx.scope.stationId, code }, version);
    tx.audit('station', tx.scope.stationId);
  }
}
