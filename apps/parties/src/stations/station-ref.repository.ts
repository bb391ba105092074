import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { USUAL_REGION, type PhoneRegion } from '../parties/phone.js';

/** What parties need of their station; a copy kept by identity's events. */
@Injectable()
export class StationRefRepository {
  /** Of phones without a country (PA-12); France's until identity's event has come. */
  async phoneRegion(tx: Tx): Promise<PhoneRegion> {
    const row = await tx.first<{ region: PhoneRegion }>(
      'select phone_region as region from station_ref where station_id = $1',
      [tx.scope.stationId],
    );
    return row?.region ?? USUAL_REGION;
  }

  /** Keeps the newest. */
  async save(tx: Tx, version: number, region: PhoneRegion): Promise<void> {
    await tx.run(
      `insert into station_ref (station_id, last_version, phone_region) values ($1, $2, $3)
       on conflict (station_id) do update set last_version = excluded.last_version, phone_region = excluded.phone_region
       where station_ref.last_version < excluded.last_version`,
      [tx.scope.stationId, version, region],
    );
  }
}
