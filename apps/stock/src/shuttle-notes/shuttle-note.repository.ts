import type { ShuttleNote } from '@navette/contracts/stock/v1/shuttle_notes';
import type { Temporal } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import type { NewShuttleNote, ShuttleItem } from './shuttle-note.js';

/** A note with what it says is sent. */
export interface PrintableNote extends ShuttleNote {
  readonly contents: readonly ShuttleItem[];
}

/** A part that an origin wanted. */
export interface WantedPart {
  readonly originNumber: string;
  readonly reference: string;
  readonly designation: string;
}

type Row = Omit<PrintableNote, 'issuedAt'> & { readonly issuedAt: Temporal.Instant };

const COLUMNS = `id, number, origin_kind as "originKind", origin_id as "originId", origin_number as "originNumber", contents,
  issued_at as "issuedAt", issued_by as "issuedBy"`;

/** Shuttle notes, made once and never changed. */
@Injectable()
export class ShuttleNoteRepository {
  /** Whether its cause has a note already; asked under the lock of who makes it. */
  async isMade(tx: Tx, causeId: string): Promise<boolean> {
    const sql = 'select 1 from shuttle_note where station_id = $1 and cause_id = $2';
    return (await tx.first(sql, [tx.scope.stationId, causeId])) !== undefined;
  }

  /** What people call the parts of needs, and who wanted them. */
  async wanted(tx: Tx, needIds: readonly string[]): Promise<ReadonlyMap<string, WantedPart>> {
    const rows = await tx.rows<WantedPart & { readonly id: string }>(
      `select n.id, n.origin_number as "originNumber", p.reference, p.designation
       from need n join part p on p.station_id = n.station_id and p.id = n.part_id
       where n.station_id = $1 and n.id = any ($2::uuid[])`,
      [tx.scope.stationId, needIds],
    );
    return new Map(rows.map((row) => [row.id, row]));
  }

  async insert(tx: Tx, id: string, number: string, issuedBy: string, note: NewShuttleNote): Promise<void> {
    await tx.run(
      `insert into shuttle_note (station_id, id, number, cause_id, origin_kind, origin_id, origin_number, contents,
         issued_at, issued_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        tx.scope.stationId,
        id,
        number,
        note.causeId,
        note.originKind,
        note.originId,
        note.originNumber,
        JSON.stringify(note.contents),
        tx.now,
        issuedBy,
      ],
    );
  }

  async byId(tx: Tx, id: string): Promise<PrintableNote | undefined> {
    const sql = `select ${COLUMNS} from shuttle_note where station_id = $1 and id = $2`;
    const row = await tx.first<Row>(sql, [tx.scope.stationId, id]);
    return row && shown(row);
  }

  /** In the order they were made. */
  async ofOrigin(tx: Tx, originId: string): Promise<PrintableNote[]> {
    const sql = `select ${COLUMNS} from shuttle_note where station_id = $1 and origin_id = $2 order by issued_at, id`;
    return (await tx.rows<Row>(sql, [tx.scope.stationId, originId])).map(shown);
  }
}

function shown(row: Row): PrintableNote {
  return { ...row, issuedAt: row.issuedAt.toString() };
}
