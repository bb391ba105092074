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

  /** Who changes a subject's rights meanwhile waits for the end of the transaction. */
  async lock(tx: Tx, subject: string): Promise<void> {
    await tx.rows('select version from station_grant where station_id = $1 and subject = $2 for update', [
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

  /** Rights of subjects in those stations of a network transaction where the reader has a right. */
  seenBy(
    tx: Tx,
    reader: string,
    right: string,
    subjects: readonly string[],
  ): Promise<{ subject: string; stationId: string; rights: string[] }[]> {
    return tx.rows(
      `select subject, station_id as "stationId", rights from station_grant
       where subject = any ($3) and cardinality(rights) > 0
         and station_id in (select station_id from station_grant where subject = $1 and $2 = any (rights))
       order by subject, station_id`,
      [reader, right, subjects],
    );
  }
}
