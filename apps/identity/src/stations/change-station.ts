import type { Station, StationDetails } from '@navette/contracts/identity/v1/service';
import { isUuid } from '@navette/kernel';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { AnnounceStation } from './announce-station.js';
import { refuseTaken, StationRepository, type KeptCompany } from './station.repository.js';
import { checkedStation, stationErrors, typedStation } from './station.js';

/** ID-1: a station is changed by whoever works in it with the right; its sisters hear of it as everybody does. */
@Injectable()
export class ChangeStation {
  constructor(
    private readonly db: Database,
    private readonly stations: StationRepository,
    private readonly announce: AnnounceStation,
  ) {}

  /** @throws DomainError `identity.station.invalid`, `.not-found`, `.not-yours`, `.changed-meanwhile` */
  async execute(scope: Scope, id: string, expected: number, details: StationDetails): Promise<Station> {
    if (!isUuid(id)) throw stationErrors.error('station.not-found');
    return this.db
      .command(scope, async (tx) => {
        const seen = await this.stations.byId(tx, id);
        if (seen === undefined) throw stationErrors.error('station.not-found');
        if (id !== scope.stationId) throw stationErrors.error('station.not-yours');
        const { companyId, code } = seen.station;
        const { company } = (await this.stations.shareCompany(tx, companyId)) as KeptCompany;
        const actual = (await this.stations.lockVersion(tx, id)) as number;
        if (actual !== expected) throw stationErrors.error('station.changed-meanwhile', { expected, actual });
        const station = checkedStation(typedStation(id, details), company);
        if (station.code !== code) {
          // It stands in the numbers of documents and in the journals' codes: series that must go on as they began.
          throw stationErrors.error('station.invalid', {}, [
            stationErrors.field('/code', 'station.code-fixed', { code }),
          ]);
        }
        if (await this.stations.saveStation(tx, station, companyId, false)) return this.announce.within(tx, id);
        tx.changesNothing();
        return seen.station;
      })
      .catch(refuseTaken);
  }
}
