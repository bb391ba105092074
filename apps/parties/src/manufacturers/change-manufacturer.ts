import type { ChangeManufacturerRequest, Manufacturer } from '@navette/contracts/parties/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { checkedManufacturer, manufacturerErrors } from './manufacturer.js';
import { ManufacturerClientReader } from './manufacturer-client.reader.js';
import { ManufacturerRepository } from './manufacturer.repository.js';
import { TellStations } from './tell-stations.js';

/** PA-10: what a manufacturer is called in every station of the network. */
@Injectable()
export class ChangeManufacturer {
  constructor(
    private readonly db: Database,
    private readonly manufacturers: ManufacturerRepository,
    private readonly tellStations: TellStations,
    private readonly machineClients: ManufacturerClientReader,
  ) {}

  /**
   * @throws DomainError `parties.manufacturer.invalid`, `parties.manufacturer.not-found`,
   *   `parties.manufacturer.changed-meanwhile`, `.taken`, `.client-taken`; `platform.service.unavailable` while identity does not
   *   say whether a new client is good
   */
  async execute(scope: Scope, { id, expectedVersion, ...typed }: ChangeManufacturerRequest): Promise<Manufacturer> {
    const checked = checkedManufacturer(typed);
    const before = await this.db.tenantRead(scope, (tx) => this.manufacturers.byId(tx, id));
    // Renaming one is not held up by identity.
    if (before?.machineClientId !== checked.machineClientId)
      await this.machineClients.expectGood(scope, checked.machineClientId);
    return this.db.command(scope, async (tx) => {
      await this.manufacturers.lockList(tx);
      const known = await this.manufacturers.byId(tx, id);
      if (known === undefined) throw manufacturerErrors.error('manufacturer.not-found');
      const [expected, actual] = [Number(expectedVersion), Number(known.version)];
      if (actual !== expected) throw manufacturerErrors.error('manufacturer.changed-meanwhile', { expected, actual });
      const manufacturer: Manufacturer = { ...checked, id, version: String(actual + 1) };
      await this.manufacturers.expectClientFree(tx, manufacturer);
      if (!(await this.manufacturers.change(tx, manufacturer))) {
        const { alphaCode, name } = checked;
        throw manufacturerErrors.error('manufacturer.taken', { alphaCode, name });
      }
      await this.tellStations.within(tx, manufacturer);
      return manufacturer;
    });
  }
}
