import type { Temporal } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import type { StatusKey } from './intervention-file.js';

/** A status to be set; a file has at most one of a code for one cause. */
export interface NewFileStatus {
  readonly fileId: string;
  /** What makes it: `order:<id>`, `round:<n>`… */
  readonly cause: string;
  /** When it became true, which may be before it is known here. */
  readonly at: Temporal.Instant;
  readonly comment: string;
}

/** A status that was added, with what its event says of the file. */
export interface AddedFileStatus {
  readonly file_id: string;
  readonly version: number;
  readonly number: string;
  readonly consumer_party_id: string;
  readonly product_category: string;
  readonly product_brand: string;
  readonly status_id: string;
  readonly code: number;
}

@Injectable()
export class FileStatusRepository {
  /**
   * Sets one status, by its key or where it has none by its code, on locked files, at most one entry per file, where its cause has not set it yet; those that were
   * added. The latest status of a file is the latest by its own time, whatever arrives late.
   */
  add(
    tx: Tx,
    { key, code }: { readonly key: string; readonly code: number },
    setBy: string,
    entries: readonly NewFileStatus[],
  ): Promise<AddedFileStatus[]> {
    return tx.rows<AddedFileStatus>(
      `with added as (
         insert into file_status (station_id, id, file_id, code, cause, at, set_by, comment)
         select $1, x.id, x.file_id, c.code, x.cause, x.at, $3, x.comment
         from unnest($4::uuid[], $5::uuid[], $6::text[], $7::timestamptz[], $8::text[]) as x (id, file_id, cause, at, comment)
         cross join (select coalesce((select code from status_code where key = $2), $9::int) as code) c
         on conflict (station_id, file_id, code, cause) do nothing
         returning file_id, id, code, at)
       update intervention_file f set version = f.version + 1,
         status_code = case when a.at >= f.status_at then a.code else f.status_code end,
         status_at = greatest(a.at, f.status_at)
       from added a where f.station_id = $1 and f.id = a.file_id
       returning f.id as file_id, f.version, f.number, f.consumer_party_id, f.product_category, f.product_brand,
         a.id as status_id, a.code`,
      [
        tx.scope.stationId,
        key,
        setBy,
        entries.map(() => tx.newId()),
        entries.map(({ fileId }) => fileId),
        entries.map(({ cause }) => cause),
        entries.map(({ at }) => at),
        entries.map(({ comment }) => comment),
        code,
      ],
    );
  }

  /** Whether a locked file was ever set to a status of the system. */
  async has(tx: Tx, fileId: string, key: StatusKey): Promise<boolean> {
    const found = await tx.first(
      `select 1 from file_status s join status_code c on c.code = s.code
       where s.station_id = $1 and s.file_id = $2 and c.key = $3 limit 1`,
      [tx.scope.stationId, fileId, key],
    );
    return found !== undefined;
  }
}
