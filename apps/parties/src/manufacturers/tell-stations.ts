import { ManufacturerListedMessage } from '@navette/contracts';
import type { Manufacturer } from '@navette/contracts/parties/v1/service';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { ManufacturerRepository } from './manufacturer.repository.js';

/** PA-10: each station of the network hears of a change of the list. */
@Injectable()
export class TellStations {
  constructor(private readonly manufacturers: ManufacturerRepository) {}

  /** Part of the transaction that changed the locked list; writes the audit row too. */
  async within(tx: Tx, manufacturer: Manufacturer): Promise<void> {
    const { id, version } = manufacturer;
    const aggregate = { type: 'manufacturer', id, version: Number(version) };
    for (const stationId of await this.manufacturers.stations(tx)) {
      tx.publish(ManufacturerListedMessage, aggregate, { manufacturer }, { stationId });
    }
    tx.audit('manufacturer', id);
  }
}
