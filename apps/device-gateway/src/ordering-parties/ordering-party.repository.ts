import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';

/** A party that stands for a client in a station, or did. */
export interface OrderingParty {
  readonly clientId: string;
  readonly stationId: string;
  readonly partyId: string;
  readonly stands: boolean;
  /** Of the party. */
  readonly version: number;
}

/** The parties of one client: every question begins with `actAs`, else row-level security shows nothing. */
@Injectable()
export class OrderingPartyRepository {
  /** The party that stands for the client in a station; empty where none is known. */
  async idOf(tx: Tx, clientId: string, stationId: string): Promise<string> {
    const row = await tx.first<{ partyId: string }>(
      `select party_id as "partyId" from ordering_party
       where client_id = $1 and for_station_id = $2 and stands order by party_id limit 1`,
      [clientId, stationId],
    );
    return row?.partyId ?? '';
  }

  /** Keeps the newest version; false where as new a one is known. */
  async save(tx: Tx, { clientId, partyId, stands, stationId, version }: OrderingParty): Promise<boolean> {
    const saved = await tx.run(
      `insert into ordering_party (client_id, for_station_id, party_id, stands, last_version) values ($1, $2, $3, $4, $5)
       on conflict (client_id, for_station_id, party_id) do update
         set stands = excluded.stands, last_version = excluded.last_version
       where ordering_party.last_version < excluded.last_version`,
      [clientId, stationId, partyId, stands, version],
    );
    return saved === 1;
  }
}
