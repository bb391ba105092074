import type { Party } from '@navette/contracts/parties/v1/service';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';

@Injectable()
export class PartyRepository {
  /** Keeps the name of the newest version; an older one changes nothing. */
  async save(tx: Tx, { id, firstName, name }: Party, version: number): Promise<void> {
    await tx.run(
      `insert into party_ref (station_id, id, version, display_name) values ($1, $2, $3, $4)
       on conflict (station_id, id) do update set version = excluded.version, display_name = excluded.display_name
       where party_ref.version < excluded.version`,
      [tx.scope.stationId, id, version, `${firstName} ${name}`.trim()],
    );
  }
}
