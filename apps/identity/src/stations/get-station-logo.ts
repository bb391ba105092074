import { Database, type Scope } from '@navette/platform/database';
import { ObjectStore, type StoredObject } from '@navette/platform/objects';
import { Injectable } from '@nestjs/common';
import { StationRepository } from './station.repository.js';
import { stationErrors } from './station.js';

/** ID-1: the logo of the caller's own station. */
@Injectable()
export class GetStationLogo {
  constructor(
    private readonly db: Database,
    private readonly stations: StationRepository,
    private readonly objects: ObjectStore,
  ) {}

  /** @throws DomainError `identity.station.no-logo`, also for every other station */
  async execute(scope: Scope, stationId: string): Promise<StoredObject> {
    const found = await this.db.tenantRead(scope, async (tx) => {
      const own = stationId === scope.stationId ? await this.stations.byId(tx, stationId) : undefined;
      return own && this.objects.get(tx, own.station.logoSha256);
    });
    if (found === undefined) throw stationErrors.error('station.no-logo');
    return found;
  }
}
