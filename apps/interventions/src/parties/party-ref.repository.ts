import type { Party } from '@navette/contracts/parties/v1/service';
import { isUuid } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';

@Injectable()
export class PartyRefRepository {
  /** How many were taken: a later version may be known already. */
  save(tx: Tx, parties: readonly Pick<Party, 'id' | 'kinds'>[], version: number): Promise<number> {
    return tx.run(
      `insert into party_ref (station_id, id, kinds, last_version)
       select $1, id, kinds, $3 from jsonb_to_recordset($2::jsonb) as x (id uuid, kinds text[])
       on conflict (station_id, id) do update set kinds = excluded.kinds, last_version = excluded.last_version
         where party_ref.last_version < excluded.last_version`,
      [tx.scope.stationId, JSON.stringify(parties.map(({ id, kinds }) => ({ id, kinds }))), version],
    );
  }

  async kindsOf(tx: Tx, id: string): Promise<readonly string[]> {
    const row = await tx.first<{ kinds: string[] }>('select kinds from party_ref where station_id = $1 and id = $2', [
      tx.scope.stationId,
      id,
    ]);
    return row?.kinds ?? [];
  }

  /** Those of `ids` that are parties of the station. */
  async known(tx: Tx, ids: readonly string[]): Promise<Set<string>> {
    const rows = await tx.rows<{ id: string }>(
      'select id from party_ref where station_id = $1 and id = any ($2::uuid[])',
      [tx.scope.stationId, ids.filter(isUuid)],
    );
    return new Set(rows.map(({ id }) => id));
  }
}
