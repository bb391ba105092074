import { ManufacturerUnlistedMessage } from '@navette/contracts';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { manufacturerErrors } from './manufacturer.js';
import { ManufacturerRepository } from './manufacturer.repository.js';

/** PA-10: taken off the network's list; each station keeps its party, and may rename it from then on. */
@Injectable()
export class RemoveManufacturer {
  constructor(
    private readonly db: Database,
    private readonly manufacturers: ManufacturerRepository,
  ) {}

  /** @throws DomainError `parties.manufacturer.not-found`, `parties.manufacturer.changed-meanwhile` */
  execute(scope: Scope, id: string, expected: number): Promise<void> {
    return this.db.command(scope, async (tx) => {
      await this.manufacturers.lockList(tx);
      const known = await this.manufacturers.byId(tx, id);
      if (known === undefined) throw manufacturerErrors.error('manufacturer.not-found');
      const actual = Number(known.version);
      if (actual !== expected) throw manufacturerErrors.error('manufacturer.changed-meanwhile', { expected, actual });
      await this.manufacturers.remove(tx, id);
      const version = actual + 1;
      const message = { manufacturerId: id, version: String(version) };
      for (const stationId of await this.manufacturers.stations(tx)) {
        tx.publish(ManufacturerUnlistedMessage, { type: 'manufacturer', id, version }, message, { stationId });
      }
      tx.audit('manufacturer', id);
    });
  }
}
