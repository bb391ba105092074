import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';

/** Stations of the scope's network. */
@Injectable()
export class NetworkStationRepository {
  /** Id of a station by its code; undefined for an unknown one and for one of another network. */
  async byCode(tx: Tx, code: string): Promise<string | undefined> {
    const row = await tx.first<{ id: string }>('select id from network_station where network_id = $1 and code = $2', [
      tx.scope.networkId,
      code,
    ]);
    return row?.id;
  }

  /** Keeps the newest. */
  async save(tx: Tx, station: { id: string; code: string }, version: number): Promise<void> {
    await tx.run(
      `insert into network_station (network_id, id, code, last_version) values ($1, $2, $3, $4)
       on conflict (network_id, id) do update set code = excluded.code, last_version = excluded.last_version
       where network_station.last_version < excluded.last_version`,
      [tx.scope.networkId, station.id, station.code, version],
    );
  }
}
