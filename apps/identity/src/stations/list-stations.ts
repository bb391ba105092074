import type { Station } from '@navette/contracts/identity/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { StationRepository } from './station.repository.js';

/** ID-1, ID-10: the stations of the caller's own network, and of no other. */
@Injectable()
export class ListStations {
  constructor(
    private readonly db: Database,
    private readonly stations: StationRepository,
  ) {}

  execute(scope: Scope): Promise<Station[]> {
    return this.db.tenantRead(scope, (tx) => this.stations.ofNetwork(tx));
  }
}
