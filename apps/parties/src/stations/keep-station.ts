import type { StationChanged } from '@navette/contracts/identity/v1/events';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { phoneRegionOf } from '../parties/phone.js';
import { StationRefRepository } from './station-ref.repository.js';

/** PA-12: where a station is says how its phones are read. */
@Injectable()
export class KeepStation {
  constructor(private readonly stations: StationRefRepository) {}

  async execute(tx: Tx, version: number, { address }: StationChanged): Promise<void> {
    await this.stations.save(tx, version, phoneRegionOf(address));
    tx.audit('station', tx.scope.stationId);
  }
}
