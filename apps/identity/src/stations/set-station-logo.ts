import type { Station } from '@navette/contracts/identity/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { redrawn } from '@navette/platform/images';
import { ObjectStore } from '@navette/platform/objects';
import { Injectable } from '@nestjs/common';
import { AnnounceStation } from './announce-station.js';
import { StationRepository } from './station.repository.js';
import { stationErrors } from './station.js';

/** In pixels: 10 × 5 cm at 300 dpi. */
const PRINTED = { width: 1_200, height: 600 } as const;

/** ID-1: the logo that stands on a station's documents. */
@Injectable()
export class SetStationLogo {
  constructor(
    private readonly db: Database,
    private readonly stations: StationRepository,
    private readonly announce: AnnounceStation,
    private readonly objects: ObjectStore,
  ) {}

  /**
   * @param content empty to take the logo away
   * @throws DomainError `platform.image.not-accepted`, `.too-large`, `.too-many-pixels`, `identity.station.not-found`
   */
  async execute(scope: Scope, stationId: string, content: Uint8Array): Promise<Station> {
    if (stationId !== scope.stationId) throw stationErrors.error('station.not-found');
    const image = content.length === 0 ? undefined : await redrawn(content, PRINTED);
    return this.db.command(scope, async (tx) => {
      await this.stations.lockVersion(tx, stationId);
      const before = await this.stations.byId(tx, stationId);
      if (before === undefined) throw stationErrors.error('station.not-found');
      const sha256 = image === undefined ? '' : await this.objects.put(tx, 'image/png', image);
      if (!(await this.stations.saveLogo(tx, stationId, sha256))) {
        tx.changesNothing();
        return before.station;
      }
      const { logoSha256: old } = before.station;
      if (old !== '') await this.objects.remove(tx, old);
      return this.announce.within(tx, stationId);
    });
  }
}
