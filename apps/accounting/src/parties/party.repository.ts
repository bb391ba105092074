import type { Party } from '@navette/contracts/parties/v1/service';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';

@Injectable()
export class PartyRepository {
  /** Keeps the names of the newest version; an older one changes nothing. */
  async save(tx: Tx, parties: readonly Party[], version: number): Promise<void> {
    const names = parties.map(({ id, firstName, name }) => ({ id, name: `${firstName} ${name}`.trim() }));
    await tx.run(
      `insert into party_ref (station_id, id, version, display_name)
       select $1, id, $3, name from jsonb_to_recordset($2::jsonb) as x (id uuid, name text)
       on conflict (station_id, id) do update set version = excluded.version, display_name = excluded.display_name
       where party_ref.version < excluded.version`,
      [tx.scope.stationId, JSON.stringify(names), version],
    );
  }
}
