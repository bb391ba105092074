import type { AddManufacturerRequest, Manufacturer } from '@navette/contracts/parties/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { checkedManufacturer, manufacturerErrors } from './manufacturer.js';
import { ManufacturerRepository } from './manufacturer.repository.js';
import { TellStations } from './tell-stations.js';

/** PA-10: one more manufacturer for every station of the network. */
@Injectable()
export class AddManufacturer {
  constructor(
    private readonly db: Database,
    private readonly manufacturers: ManufacturerRepository,
    private readonly tellStations: TellStations,
  ) {}

  /** @throws DomainError `parties.manufacturer.invalid`, `parties.manufacturer.taken` */
  execute(scope: Scope, typed: AddManufacturerRequest): Promise<Manufacturer> {
    const checked = checkedManufacturer(typed);
    return this.db.command(scope, async (tx) => {
      const manufacturer: Manufacturer = { ...checked, id: tx.newId(), version: '1' };
      await this.manufacturers.lockList(tx);
      if (!(await this.manufacturers.add(tx, manufacturer))) {
        throw manufacturerErrors.error('manufacturer.taken', checked);
      }
      await this.tellStations.within(tx, manufacturer);
      return manufacturer;
    });
  }
}
