import type { StationChanged } from '@navette/contracts/identity/v1/events';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { stationErrors, type Station } from './station.js';

@Injectable()
export class StationRepository {
  /** Keeps the newest version; an older one changes nothing. */
  async save(tx: Tx, station: StationChanged, version: number): Promise<void> {
    await tx.run(
      `insert into station_ref (station_id, version, code, siren, time_zone, fiscal_year_start_month)
       values ($1, $2, $3, $4, $5, $6)
       on conflict (station_id) do update set version = excluded.version, code = excluded.code, siren = excluded.siren,
         time_zone = excluded.time_zone, fiscal_year_start_month = excluded.fiscal_year_start_month
       where station_ref.version < excluded.version`,
      [tx.scope.stationId, version, station.code, station.siren, station.timeZone, station.fiscalYearStartMonth || 1],
    );
  }

  async find(tx: Tx): Promise<Station | undefined> {
    return tx.first<Station>(
      `select code, siren, time_zone as "timeZone", fiscal_year_start_month as "fiscalYearStartMonth"
       from station_ref where station_id = $1`,
      [tx.scope.stationId],
    );
  }

  /** @throws DomainError `accounting.station.not-known-yet` until identity's event has come. */
  async current(tx: Tx): Promise<Station> {
    const station = await this.find(tx);
    if (station === undefined) throw stationErrors.error('station.not-known-yet');
    return station;
  }
}
