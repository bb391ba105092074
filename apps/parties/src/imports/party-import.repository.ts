import type { ListQuery } from '@navette/contracts/common/v1/common';
import {
  PartyImport,
  type ListPartyImportsResponse,
  type PartyImportColumn,
  type PartyImportCounts,
  type PartyImportProblem,
} from '@navette/contracts/parties/v1/service';
import { isUuid, type Temporal } from '@navette/kernel';
import { listPage, type Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { importList } from './party-import.list.js';
import { isWorking, FIELDS, headerKey, type ImportState } from './party-import.js';

const COLUMNS = `i.id, i.version, i.file_name, i.format, i.content, i.state, i.done, i.total, i.header, i.columns,
  i.default_kind, i.problem, i.created_at`;

/** An import as its work needs it. */
export interface ImportRow {
  readonly id: string;
  readonly version: number;
  readonly file_name: string;
  readonly format: 'csv' | 'xlsx';
  readonly content: string | null;
  readonly state: ImportState;
  readonly done: number;
  readonly total: number;
  readonly header: string[];
  readonly columns: PartyImportColumn[];
  readonly default_kind: string;
  readonly problem: PartyImportProblem | null;
  readonly created_at: Temporal.Instant;
}

/** What changes of a locked import. */
type Change = Partial<
  Pick<ImportRow, 'state' | 'done' | 'total' | 'header' | 'columns' | 'default_kind' | 'problem' | 'content'>
>;

const NONE: PartyImportCounts = {
  lines: 0, bad: 0, new: 0, update: 0, skip: 0, undecided: 0, committed: 0, refused: 0, undone: 0, kept: 0,
}; // prettier-ignore

@Injectable()
export class PartyImportRepository {
  async insert(tx: Tx, one: { id: string; fileName: string; format: string; content: string }): Promise<void> {
    await tx.run(
      `insert into party_import (station_id, id, version, file_name, format, content, state, done, total, header, columns,
         default_kind, created_at)
       values ($1, $2, 1, $3, $4, $5, 'reading', 0, 0, '{}', '[]', 'consumer', $6)`,
      [tx.scope.stationId, one.id, one.fileName, one.format, one.content, tx.now],
    );
  }

  async byId(tx: Tx, id: string): Promise<ImportRow | undefined> {
    if (!isUuid(id)) return undefined;
    return tx.first(`select ${COLUMNS} from party_import i where station_id = $1 and id = $2`, [
      tx.scope.stationId,
      id,
    ]);
  }

  /** An import that nobody else works on until this transaction ends. */
  async lockById(tx: Tx, id: string): Promise<ImportRow | undefined> {
    if (!isUuid(id)) return undefined;
    const sql = `select ${COLUMNS} from party_import i where station_id = $1 and id = $2 for update`;
    return tx.first(sql, [tx.scope.stationId, id]);
  }

  /** Changes a locked import; what it is then. */
  async change(tx: Tx, row: ImportRow, change: Change): Promise<ImportRow> {
    const next = { ...row, ...change, version: row.version + 1 };
    await tx.run(
      `update party_import set version = $3, state = $4, done = $5, total = $6, header = $7, columns = $8, default_kind = $9,
         problem = $10, content = $11
       where station_id = $1 and id = $2`,
      [
        tx.scope.stationId,
        row.id,
        next.version,
        next.state,
        next.done,
        next.total,
        next.header,
        JSON.stringify(next.columns),
        next.default_kind,
        next.problem && JSON.stringify(next.problem),
        next.content,
      ],
    );
    return next;
  }

  /** Takes away what lines of an import told of people. */
  async forget(tx: Tx, importId: string): Promise<void> {
    const params = [tx.scope.stationId, importId];
    await tx.run('delete from party_import_key where station_id = $1 and import_id = $2', params);
    await tx.run(
      `update party_import_line set cells = '{}', problems = '[]', duplicates = '[]', before = null
       where station_id = $1 and import_id = $2`,
      params,
    );
  }

  /** Whether another import still reads the same file. */
  async isRead(tx: Tx, content: string): Promise<boolean> {
    const sql = 'select 1 from party_import where station_id = $1 and content = $2 limit 1';
    return (await tx.first(sql, [tx.scope.stationId, content])) !== undefined;
  }

  async page(tx: Tx, query: ListQuery | undefined): Promise<ListPartyImportsResponse> {
    const { rows, nextCursor } = await listPage<ImportRow>(tx, importList, query, {
      columns: COLUMNS,
      from: 'party_import i',
      where: 'i.station_id = $1',
      params: [tx.scope.stationId],
    });
    return { imports: rows.map((row) => this.#told(row)), nextCursor };
  }

  /** An import with what became of its lines; without, while they are worked on: who looks on asks again and again. */
  async tell(tx: Tx, row: ImportRow): Promise<PartyImport> {
    if (isWorking(row)) return this.#told(row);
    const groups = await tx.rows<{ state: string; choice: string; count: number }>(
      `select state, choice, count(*)::int as count from party_import_line
       where station_id = $1 and import_id = $2 group by state, choice`,
      [tx.scope.stationId, row.id],
    );
    const rules = await tx.rows<{ code: string; lines: number }>(
      `select p ->> 'code' as code, count(distinct l.line)::int as lines
       from party_import_line l cross join jsonb_array_elements(l.problems) as p
       where l.station_id = $1 and l.import_id = $2 and l.state in ('bad', 'refused', 'kept')
       group by 1 order by 2 desc, 1`,
      [tx.scope.stationId, row.id],
    );
    return { ...this.#told(row), counts: countsOf(groups), rules };
  }

  /** What columns of these names held the last time. */
  async keptFields(tx: Tx, header: readonly string[]): Promise<Map<string, string>> {
    const rows = await tx.rows<{ header: string; field: string }>(
      'select header, field from party_import_header where station_id = $1 and header = any ($2::text[])',
      [tx.scope.stationId, header.map(headerKey)],
    );
    return new Map(rows.map(({ header, field }) => [header, field]));
  }

  /** Keeps what the columns of a file hold, for the next one. */
  async keepFields(tx: Tx, header: readonly string[], columns: readonly PartyImportColumn[]): Promise<void> {
    const fieldOf = new Map(columns.map(({ column, field }) => [column, field]));
    const kept = new Map(header.map((name, at) => [headerKey(name), fieldOf.get(at) ?? '']));
    await tx.run(
      `insert into party_import_header (station_id, header, field)
       select $1, header, field from unnest($2::text[], $3::text[]) as x (header, field) order by header collate "C"
       on conflict (station_id, header) do update set field = excluded.field`,
      [tx.scope.stationId, [...kept.keys()], [...kept.values()]],
    );
  }

  /** Without counts: those of a page of large imports would be counted too long. */
  #told(row: ImportRow): PartyImport {
    return PartyImport.fromPartial({
      id: row.id,
      version: String(row.version),
      fileName: row.file_name,
      state: row.state,
      done: row.done,
      total: row.total,
      header: row.header,
      columns: row.columns,
      defaultKind: row.default_kind,
      ...(row.problem !== null && { problem: row.problem }),
      createdAt: row.created_at.toString(),
      acceptedFields: FIELDS,
    });
  }
}

function countsOf(groups: readonly { state: string; choice: string; count: number }[]): PartyImportCounts {
  const counts = { ...NONE };
  for (const { state, choice, count } of groups) {
    counts.lines += count;
    if (state === 'good' || state === 'chosen') counts[(choice || 'undecided') as 'new'] += count;
    else if (state === 'undoing') counts.committed += count;
    else if (state !== 'read') counts[state as 'bad'] += count;
  }
  return counts;
}
