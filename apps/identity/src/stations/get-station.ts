import type { Station } from '@navette/contracts/identity/v1/service';
import { isUuid } from '@navette/kernel';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { StationRepository } from './station.repository.js';
import { stationErrors } from './station.js';

/** ID-1, ID-10: one station of the caller's own network. */
@Injectable()
export class GetStation {
  constructor(
    private readonly db: Database,
    private readonly stations: StationRepository,
  ) {}

  /** @throws DomainError `identity.station.not-found`, also for a station of another network */
  async execute(scope: Scope, id: string): Promise<Station> {
    const found = isUuid(id) ? await this.db.tenantRead(scope, (tx) => this.stations.byId(tx, id)) : undefined;
    if (found === undefined) throw stationErrors.error('station.not-found');
    return found.station;
  }
}
