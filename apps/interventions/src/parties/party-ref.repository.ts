import { isUuid } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';

@Injectable()
export class PartyRefRepository {
  /** False when a later version is known already. */
  async save(tx: Tx, id: string, kinds: readonly string[], version: number): Promise<boolean> {
    const changed = await tx.run(
      `insert into party_ref (station_id, id, kinds, last_version) values ($1, $2, $3, $4)
       on conflict (station_id, id) do update set kinds = excluded.kinds, last_version = excluded.last_version
         where party_ref.last_version < excluded.last_version`,
      [tx.scope.stationId, id, kinds, version],
    );
    return changed === 1;
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
