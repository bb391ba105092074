import { derivedId } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import { MANUFACTURERS } from '@navette/reference';
import { Injectable } from '@nestjs/common';
import { AdoptManufacturer } from './adopt-manufacturer.js';
import { ManufacturerRepository } from './manufacturer.repository.js';

/** PA-10: a station that is new has every manufacturer of its network; the first one begins the network's list. */
@Injectable()
export class JoinNetwork {
  constructor(
    private readonly manufacturers: ManufacturerRepository,
    private readonly adopt: AdoptManufacturer,
  ) {}

  async execute(tx: Tx): Promise<void> {
    // With the list locked, nothing is added to it between what is read here and the station's being told of it.
    await this.manufacturers.lockList(tx);
    if (!(await this.manufacturers.join(tx))) return tx.changesNothing();
    if ((await this.manufacturers.stations(tx)).length === 1) await this.#begin(tx);
    // Side by side, so that their statements travel together.
    await Promise.all((await this.manufacturers.all(tx)).map((manufacturer) => this.adopt.within(tx, manufacturer)));
    tx.audit('station', tx.scope.stationId);
  }

  async #begin(tx: Tx): Promise<void> {
    await Promise.all(
      MANUFACTURERS.map(async ([alphaCode, name]) => {
        const id = derivedId('manufacturer', `${alphaCode} ${tx.scope.networkId}`);
        if (await this.manufacturers.add(tx, { id, alphaCode, name, machineClientId: '', documentationUrl: '' }))
          tx.audit('manufacturer', id);
      }),
    );
  }
}
