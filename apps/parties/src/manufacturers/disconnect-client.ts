import type { Manufacturer } from '@navette/contracts/parties/v1/service';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { ManufacturerRepository } from './manufacturer.repository.js';
import { TellStations } from './tell-stations.js';

/** ST-21: a client that was revoked stands for no manufacturer any more; its cart is gone in every station. */
@Injectable()
export class DisconnectClient {
  constructor(
    private readonly manufacturers: ManufacturerRepository,
    private readonly tellStations: TellStations,
  ) {}

  async within(tx: Tx, clientId: string): Promise<void> {
    await this.manufacturers.lockList(tx);
    const known = await this.manufacturers.ofClient(tx, clientId);
    if (known === undefined) return;
    const manufacturer: Manufacturer = { ...known, machineClientId: '', version: String(Number(known.version) + 1) };
    await this.manufacturers.change(tx, manufacturer);
    await this.tellStations.within(tx, manufacturer);
  }
}
