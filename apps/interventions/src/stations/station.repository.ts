import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';

/** What numbers and business dates need to know of the station. */
export interface StationRef {
  readonly code: string;
  readonly timeZone: string;
}

@Injectable()
export class StationRepository {
  /** False when a later version is known already. */
  async save(tx: Tx, { code, timeZone }: StationRef, version: number): Promise<boolean> {
    const changed = await tx.run(
      `insert into station_ref (station_id, code, time_zone, last_version) values ($1, $2, $3, $4)
       on conflict (station_id) do update
         set code = excluded.code, time_zone = excluded.time_zone, last_version = excluded.last_version
         where station_ref.last_version < excluded.last_version`,
      [tx.scope.stationId, code, timeZone, version],
    );
    return changed === 1;
  }

  find(tx: Tx): Promise<StationRef | undefined> {
    return tx.first<StationRef>('select code, time_zone as "timeZone" from station_ref where station_id = $1', [
      tx.scope.stationId,
    ]);
  }

  /** The next rank of a series; its row stays locked until the transaction ends, so it is asked for late. */
  async nextSequence(tx: Tx, kind: string, year: number): Promise<number> {
    const row = await tx.first<{ last: number }>(
      `insert into number_counter (station_id, kind, year, last) values ($1, $2, $3, 1)
       on conflict (station_id, kind, year) do update set last = number_counter.last + 1 returning last`,
      [tx.scope.stationId, kind, year],
    );
    return (row as { last: number }).last;
  }
}
