import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';

/**
 * PA-16: the name of an erased person goes, unless an entry was posted for it: the FEC prints whom each auxiliary account is of
 * (LPF A. 47 A-1), and books are kept ten years.
 */
@Injectable()
export class ErasePerson {
  async execute(tx: Tx, partyId: string, version: number): Promise<void> {
    await tx.run(
      `insert into party_ref (station_id, id, version, display_name) values ($1, $2, $3, '—')
       on conflict (station_id, id) do update set version = excluded.version,
         display_name = case when exists (select from entry e where e.station_id = $1 and e.customer_party_id = $2)
           then party_ref.display_name else excluded.display_name end
       where party_ref.version < excluded.version`,
      [tx.scope.stationId, partyId, version],
    );
    tx.audit('party', partyId);
  }
}
