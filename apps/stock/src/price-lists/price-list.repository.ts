import type { ListQuery } from '@navette/contracts/common/v1/common';
import type {
  ListPriceListsResponse,
  PriceList,
  PriceListCounts,
  PriceListProblem,
  PriceListTerms,
} from '@navette/contracts/stock/v1/price_lists';
import { isUuid, type Temporal } from '@navette/kernel';
import { listPage, type Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { priceListList } from './price-list.list.js';
import { FIELDS, PIECE_BYTES, priceListErrors, type Format, type PriceListState } from './price-list.js';

const COLUMNS = `l.id, l.version, l.file_name, l.format, l.state, l.done, l.total, l.done_line, l.header, l.examples, l.terms,
  l.counts, l.problem, l.created_at`;

const ROWS_OF_A_PIECE = 16;
/** As text below 128 KiB: what is larger stays in memory until all of it is gone through for what is not used any more. */
const ROW_BYTES = PIECE_BYTES / ROWS_OF_A_PIECE;

/** A price list as its work needs it. */
export interface PriceListRow {
  readonly id: string;
  readonly version: number;
  readonly file_name: string;
  readonly format: Format;
  readonly state: PriceListState;
  readonly done: number;
  readonly total: number;
  readonly done_line: number;
  readonly header: string[];
  readonly examples: string[][];
  readonly terms: PriceListTerms;
  readonly counts: PriceListCounts | null;
  readonly problem: PriceListProblem | null;
  readonly created_at: Temporal.Instant;
}

/** What changes of a locked list. */
export type PriceListChange = Partial<Omit<PriceListRow, 'id' | 'version' | 'file_name' | 'format' | 'created_at'>>;

/** Price lists, and their files in pieces. */
@Injectable()
export class PriceListRepository {
  async insert(tx: Tx, one: Pick<PriceListRow, 'id' | 'file_name' | 'format' | 'terms'>): Promise<PriceListRow> {
    const row: PriceListRow = {
      ...one,
      version: 1,
      state: 'receiving',
      done: 0,
      total: 0,
      done_line: 0,
      header: [],
      examples: [],
      counts: null,
      problem: null,
      created_at: tx.now,
    };
    await tx.run(
      `insert into price_list (station_id, id, version, file_name, format, state, done, total, done_line, header, examples,
         terms, created_at)
       values ($1, $2, 1, $3, $4, 'receiving', 0, 0, 0, '{}', '[]', $5, $6)`,
      [tx.scope.stationId, row.id, row.file_name, row.format, JSON.stringify(row.terms), row.created_at],
    );
    return row;
  }

  async byId(tx: Tx, id: string): Promise<PriceListRow | undefined> {
    if (!isUuid(id)) return undefined;
    const sql = `select ${COLUMNS} from price_list l where station_id = $1 and id = $2`;
    return tx.first(sql, [tx.scope.stationId, id]);
  }

  /** A list that nobody else works on until this transaction ends. */
  async lockById(tx: Tx, id: string): Promise<PriceListRow | undefined> {
    if (!isUuid(id)) return undefined;
    const sql = `select ${COLUMNS} from price_list l where station_id = $1 and id = $2 for update`;
    return tx.first(sql, [tx.scope.stationId, id]);
  }

  /**
   * A list that somebody does something with, locked.
   * @param expected the version that they saw
   * @throws DomainError `stock.price-list.not-found`, `stock.price-list.changed-meanwhile`,
   *   `stock.price-list.state-not-accepted`
   */
  async lockIn(tx: Tx, id: string, accepted: readonly PriceListState[], expected?: number): Promise<PriceListRow> {
    const row = await this.lockById(tx, id);
    if (row === undefined) throw priceListErrors.error('price-list.not-found');
    if (expected !== undefined && row.version !== expected)
      throw priceListErrors.error('price-list.changed-meanwhile', { expected, actual: row.version });
    if (!accepted.includes(row.state))
      throw priceListErrors.error('price-list.state-not-accepted', { accepted, state: row.state });
    return row;
  }

  /** Changes a locked list; what it is then. */
  async change(tx: Tx, row: PriceListRow, change: PriceListChange): Promise<PriceListRow> {
    const next = { ...row, ...change, version: row.version + 1 };
    await tx.run(
      `update price_list set version = $3, state = $4, done = $5, total = $6, done_line = $7, header = $8, examples = $9,
         terms = $10, counts = $11, problem = $12
       where station_id = $1 and id = $2`,
      [
        tx.scope.stationId,
        row.id,
        next.version,
        next.state,
        next.done,
        next.total,
        next.done_line,
        next.header,
        JSON.stringify(next.examples),
        JSON.stringify(next.terms),
        next.counts && JSON.stringify(next.counts),
        next.problem && JSON.stringify(next.problem),
      ],
    );
    return next;
  }

  /** Takes a list away of which there are neither pieces nor lines. */
  async remove(tx: Tx, id: string): Promise<void> {
    await tx.run('delete from price_list where station_id = $1 and id = $2', [tx.scope.stationId, id]);
  }

  /** Keeps a piece in rows that are small enough to be read without a trace in memory. */
  async putPiece(tx: Tx, id: string, piece: number, content: Buffer): Promise<void> {
    let lineBreaks = 0;
    for (let at = content.indexOf(10); at >= 0; at = content.indexOf(10, at + 1)) lineBreaks++;
    const key = [tx.scope.stationId, id, piece * ROWS_OF_A_PIECE];
    await tx.run(
      `delete from price_list_piece where station_id = $1 and list_id = $2 and piece >= $3 and piece < $3 + ${ROWS_OF_A_PIECE}`,
      key,
    );
    await tx.run(
      `insert into price_list_piece (station_id, list_id, piece, content, line_breaks)
       select $1, $2, $3 + i, substring($4::bytea from i * ${ROW_BYTES} + 1 for ${ROW_BYTES}), case when i = 0 then $5::int else 0 end
       from generate_series(0, greatest(octet_length($4::bytea) - 1, 0) / ${ROW_BYTES}) as i`,
      [...key, content, lineBreaks],
    );
  }

  /** The first piece that is not there, and line breaks in all; pieces beyond those that were sent are taken away. */
  async endPieces(tx: Tx, id: string, pieces: number): Promise<{ missing: number | null; line_breaks: number }> {
    const params = [tx.scope.stationId, id, pieces * ROWS_OF_A_PIECE];
    await tx.run('delete from price_list_piece where station_id = $1 and list_id = $2 and piece >= $3', params);
    const row = await tx.first<{ missing: number | null; line_breaks: number }>(
      `select min(wanted.piece) filter (where p.piece is null) / ${ROWS_OF_A_PIECE} as missing,
         coalesce(sum(p.line_breaks), 0)::int as line_breaks
       from generate_series(0, $3::int - 1, ${ROWS_OF_A_PIECE}) as wanted (piece)
         left join price_list_piece p on p.station_id = $1 and p.list_id = $2 and p.piece = wanted.piece`,
      params,
    );
    return row ?? { missing: null, line_breaks: 0 };
  }

  /** A piece in its rows; none behind the last one. */
  async piece(tx: Tx, id: string, piece: number): Promise<Buffer[]> {
    const rows = await tx.rows<{ content: string }>(
      `select encode(content, 'base64') as content from price_list_piece
       where station_id = $1 and list_id = $2 and piece >= $3 and piece < $3 + ${ROWS_OF_A_PIECE} order by piece`,
      [tx.scope.stationId, id, piece * ROWS_OF_A_PIECE],
    );
    return rows.map(({ content }) => Buffer.from(content, 'base64'));
  }

  async removePieces(tx: Tx, id: string): Promise<void> {
    await tx.run('delete from price_list_piece where station_id = $1 and list_id = $2', [tx.scope.stationId, id]);
  }

  /** How the last list with this header was taken. */
  async keptTerms(tx: Tx, header: readonly string[]): Promise<PriceListTerms | undefined> {
    const row = await tx.first<{ terms: PriceListTerms }>(
      `select terms from price_list where station_id = $1 and header = $2::text[] and counts is not null
       order by created_at desc limit 1`,
      [tx.scope.stationId, header],
    );
    return row?.terms;
  }

  async page(tx: Tx, query: ListQuery | undefined): Promise<ListPriceListsResponse> {
    const { rows, nextCursor } = await listPage<PriceListRow>(tx, priceListList, query, {
      columns: COLUMNS,
      from: 'price_list l',
      where: 'l.station_id = $1',
      params: [tx.scope.stationId],
    });
    return { priceLists: rows.map(shownPriceList), nextCursor };
  }
}

/** A list as others see it. */
export function shownPriceList(row: PriceListRow): PriceList {
  return {
    id: row.id,
    version: String(row.version),
    fileName: row.file_name,
    state: row.state,
    done: row.done,
    total: row.total,
    header: row.header,
    examples: row.examples.map((cells) => ({ cells })),
    terms: row.terms,
    counts: row.counts ?? undefined,
    problem: row.problem ?? undefined,
    createdAt: row.created_at.toString(),
    acceptedFields: [...FIELDS],
  };
}
