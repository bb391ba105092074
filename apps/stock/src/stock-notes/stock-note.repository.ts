import type { ListQuery } from '@navette/contracts/common/v1/common';
import type { StockNote, StockNote_Attachment, StockNote_Line } from '@navette/contracts/stock/v1/stock_notes';
import { isUuid, type Money, type Quantity, type Temporal, type UnitPrice } from '@navette/kernel';
import { listPage, type ListPage, type Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import type { NoteKind } from './stock-note.js';
import { stockNoteList } from './stock-note.list.js';

/** A note without its lines and files. */
export type NoteHead = Omit<StockNote, 'lines' | 'attachments'>;
type HeadRow = Omit<NoteHead, 'date' | 'recordedAt'> & {
  readonly date: Temporal.PlainDate;
  readonly recordedAt: Temporal.Instant;
};

interface WrittenNote {
  readonly id: string;
  readonly number: string;
  readonly kind: NoteKind;
  readonly date: Temporal.PlainDate;
  /** Empty: the depot. */
  readonly placeId: string;
  readonly comment: string;
  readonly value: Money;
}

interface WrittenLine {
  readonly lineId: string;
  readonly partId: string;
  readonly quantity: Quantity;
  readonly unitCost: UnitPrice | null;
  readonly value: Money;
  /** Empty: none. */
  readonly reasonId: string;
}

interface NewAttachment {
  readonly id: string;
  readonly noteId: string;
  /** From 1. */
  readonly position: number;
  readonly name: string;
  readonly sha256: string;
  readonly mediaType: string;
  readonly content: Buffer;
}

const COLUMNS = `n.id, n.number, n.kind, n.dated_on as date, coalesce(n.place_id::text, '') as "placeId",
  coalesce(e.code, '') as "placeCode", coalesce(e.label, '') as "placeLabel", n.comment, n.value,
  n.recorded_at as "recordedAt"`;
const FROM = 'stock_note n left join catalogue_entry e on e.station_id = n.station_id and e.id = n.place_id';

/** Stock-in and stock-out notes, written once and never changed. */
@Injectable()
export class StockNoteRepository {
  /** Labels of those discrepancy reasons that may be chosen: of this station and active (E-081). */
  async reasons(tx: Tx, ids: readonly string[]): Promise<Map<string, string>> {
    if (ids.length === 0) return new Map();
    const rows = await tx.rows<{ id: string; label: string }>(
      `select id, label from catalogue_entry
       where station_id = $1 and id = any ($2::uuid[]) and kind = 'discrepancy_reason' and is_active`,
      [tx.scope.stationId, ids],
    );
    return new Map(rows.map(({ id, label }) => [id, label]));
  }

  async insert(tx: Tx, note: WrittenNote, lines: readonly WrittenLine[]): Promise<void> {
    const { stationId } = tx.scope;
    const { id, number, kind, date, placeId, comment, value } = note;
    await tx.run(
      `insert into stock_note (station_id, id, number, kind, dated_on, place_id, comment, value, recorded_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [stationId, id, number, kind, date, placeId === '' ? null : placeId, comment, value, tx.now],
    );
    await tx.run(
      `insert into stock_note_line (station_id, note_id, kind, id, position, part_id, quantity, unit_cost, value, reason_id)
       select $1, $2, $3, x.id, x.n, x.part_id, x.quantity, x.unit_cost, x.value, nullif(x.reason_id, '')::uuid
       from unnest($4::uuid[], $5::uuid[], $6::numeric[], $7::numeric[], $8::numeric[], $9::text[])
         with ordinality as x (id, part_id, quantity, unit_cost, value, reason_id, n)`,
      [
        stationId,
        id,
        kind,
        lines.map(({ lineId }) => lineId),
        lines.map(({ partId }) => partId),
        lines.map(({ quantity }) => quantity),
        lines.map(({ unitCost }) => unitCost),
        lines.map((line) => line.value),
        lines.map(({ reasonId }) => reasonId),
      ],
    );
  }

  async byId(tx: Tx, id: string): Promise<NoteHead | undefined> {
    const sql = `select ${COLUMNS} from ${FROM} where n.station_id = $1 and n.id = $2`;
    const row = await tx.first<HeadRow>(sql, [tx.scope.stationId, id]);
    return row && toHead(row);
  }

  async linesOf(tx: Tx, noteId: string): Promise<StockNote_Line[]> {
    return tx.rows<StockNote_Line>(
      `select l.id, l.part_id as "partId", p.reference, p.designation, l.quantity,
         coalesce(l.unit_cost::text, '') as "unitCost", l.value, coalesce(l.reason_id::text, '') as "reasonId",
         coalesce(r.label, '') as reason
       from stock_note_line l join part p on p.station_id = l.station_id and p.id = l.part_id
       left join catalogue_entry r on r.station_id = l.station_id and r.id = l.reason_id
       where l.station_id = $1 and l.note_id = $2 order by l.position`,
      [tx.scope.stationId, noteId],
    );
  }

  /** In the order in which they came. */
  async attachmentsOf(tx: Tx, noteId: string): Promise<StockNote_Attachment[]> {
    const rows = await tx.rows<Omit<StockNote_Attachment, 'addedAt'> & { readonly addedAt: Temporal.Instant }>(
      `select id, name, media_type as "mediaType", size, added_at as "addedAt" from stock_note_attachment
       where station_id = $1 and note_id = $2 order by position`,
      [tx.scope.stationId, noteId],
    );
    return rows.map(({ addedAt, ...row }) => ({ ...row, addedAt: addedAt.toString() }));
  }

  /** False where the note has that file. */
  async attach(tx: Tx, { id, noteId, position, name, sha256, mediaType, content }: NewAttachment): Promise<boolean> {
    const added = await tx.run(
      `insert into stock_note_attachment (station_id, id, note_id, position, name, sha256, media_type, size, added_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (station_id, note_id, sha256) do nothing`,
      [tx.scope.stationId, id, noteId, position, name, sha256, mediaType, content.length, tx.now],
    );
    return added === 1;
  }

  async hasAttachment(tx: Tx, noteId: string, sha256: string): Promise<boolean> {
    const sql = 'select from stock_note_attachment where station_id = $1 and note_id = $2 and sha256 = $3';
    return (await tx.first(sql, [tx.scope.stationId, noteId, sha256])) !== undefined;
  }

  /** What a file of a note is called, and the object that it is kept as. */
  async attachment(tx: Tx, noteId: string, id: string): Promise<{ name: string; sha256: string } | undefined> {
    if (!isUuid(id)) return undefined;
    const sql = 'select name, sha256 from stock_note_attachment where station_id = $1 and note_id = $2 and id = $3';
    return tx.first(sql, [tx.scope.stationId, noteId, id]);
  }

  async page(tx: Tx, query: ListQuery | undefined): Promise<ListPage<NoteHead>> {
    const { rows, nextCursor } = await listPage<HeadRow>(tx, stockNoteList, query, {
      columns: COLUMNS,
      from: FROM,
      where: 'n.station_id = $1',
      params: [tx.scope.stationId],
    });
    return { rows: rows.map(toHead), nextCursor };
  }
}

function toHead({ date, recordedAt, ...row }: HeadRow): NoteHead {
  return { ...row, date: date.toString(), recordedAt: recordedAt.toString() };
}
