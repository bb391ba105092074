import type { AddManufacturerRequest, Manufacturer } from '@navette/contracts/parties/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { checkedManufacturer, manufacturerErrors } from './manufacturer.js';
import { ManufacturerClientReader } from './manufacturer-client.reader.js';
import { ManufacturerRepository } from './manufacturer.repository.js';
import { TellStations } from './tell-stations.js';

/** PA-10: one more manufacturer for every station of the network. */
@Injectable()
export class AddManufacturer {
  constructor(
    private readonly db: Database,
    private readonly manufacturers: ManufacturerRepository,
    private readonly tellStations: TellStations,
    private readonly machineClients: ManufacturerClientReader,
  ) {}

  /**
   * @throws DomainError `parties.manufacturer.invalid`, `.taken`, `.client-taken`; `platform.service.unavailable` while identity
   *   does not say whether the client is good
   */
  async execute(scope: Scope, typed: AddManufacturerRequest): Promise<Manufacturer> {
    const checked = checkedManufacturer(typed);
    await this.machineClients.expectGood(scope, checked.machineClientId);
    return this.db.command(scope, async (tx) => {
      const manufacturer: Manufacturer = { ...checked, id: tx.newId(), version: '1' };
      await this.manufacturers.lockList(tx);
      await this.manufacturers.expectClientFree(tx, manufacturer);
      if (!(await this.manufacturers.add(tx, manufacturer))) {
        const { alphaCode, name } = checked;
        throw manufacturerErrors.error('manufacturer.taken', { alphaCode, name });
      }
      await this.tellStations.within(tx, manufacturer);
      return manufacturer;
    });
  }
}
