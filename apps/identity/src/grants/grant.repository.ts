import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';

/** Rights of subjects in the station of the transaction. */
@Injectable()
export class GrantRepository {
  async of(tx: Tx, subject: string): Promise<{ rights: string[]; version: string } | undefined> {
    return tx.first('select rights, version from station_grant where station_id = $1 and subject = $2', [
      tx.scope.stationId,
      subject,
    ]);
  }

  /** Replaces the rights; the new version, or undefined where they were the same already. `rights` come sorted. */
  async replace(tx: Tx, subject: string, rights: readonly string[]): Promise<number | undefined> {
    const row = await tx.first<{ version: string }>(
      `insert into station_grant (station_id, subject, rights, version, changed_at) values ($1, $2, $3, 1, $4)
       on conflict (station_id, subject) do update
         set rights = excluded.rights, version = station_grant.version + 1, changed_at = excluded.changed_at
       where station_grant.rights is distinct from excluded.rights returning version`,
      [tx.scope.stationId, subject, rights, tx.now],
    );
    return row && Number(row.version);
  }
}
