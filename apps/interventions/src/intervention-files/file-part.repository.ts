import type { Temporal } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';

/** An allocation as stock tells it; need and line have one id. */
export interface LineAllocation {
  readonly allocationId: string;
  readonly fileId: string;
  readonly lineId: string;
  /** Scale 4. */
  readonly quantity: string;
}

export interface WantedLine {
  readonly id: string;
  readonly fileId: string;
  readonly state: 'open' | 'cancelled';
  readonly wantsPart: boolean;
}

/** Where the open needs of a file stand. */
export interface FileNeeds {
  readonly fileId: string;
  readonly round: number;
  /** Stock did not cover one of them at once. */
  readonly waited: boolean;
  /** All are allocated. */
  readonly complete: boolean;
  readonly lastArrivedAt: Temporal.Instant | null;
}

/** The parts of files: what lines want, and what stock allocated to them. Files are locked by whoever writes. */
@Injectable()
export class FilePartRepository {
  async linesById(tx: Tx, ids: readonly string[]): Promise<Map<string, WantedLine>> {
    const rows = await tx.rows<WantedLine>(
      `select id, file_id as "fileId", state, wants_part as "wantsPart" from file_line
       where station_id = $1 and id = any ($2)`,
      [tx.scope.stationId, ids],
    );
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** Allocations that are known, by id: true when withdrawn. */
  async known(tx: Tx, allocationIds: readonly string[]): Promise<Map<string, boolean>> {
    const rows = await tx.rows<{ id: string; withdrawn: boolean }>(
      `select allocation_id as id, withdrawn_at is not null as withdrawn from file_allocation
       where station_id = $1 and allocation_id = any ($2)`,
      [tx.scope.stationId, allocationIds],
    );
    return new Map(rows.map(({ id, withdrawn }) => [id, withdrawn]));
  }

  async insert(tx: Tx, allocations: readonly LineAllocation[], at: Temporal.Instant): Promise<void> {
    await tx.run(
      `insert into file_allocation (station_id, allocation_id, file_id, line_id, quantity, arrived_at)
       select $1, x.id, x.file_id, x.line_id, x.quantity, $2
       from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::numeric[]) as x (id, file_id, line_id, quantity)`,
      [
        tx.scope.stationId,
        at,
        allocations.map(({ allocationId }) => allocationId),
        allocations.map(({ fileId }) => fileId),
        allocations.map(({ lineId }) => lineId),
        allocations.map(({ quantity }) => quantity),
      ],
    );
  }

  /** Withdraws allocations, or notes the withdrawal of those still on their way; files that lost one. */
  async withdraw(
    tx: Tx,
    allocations: readonly Omit<LineAllocation, 'quantity'>[],
    at: Temporal.Instant,
  ): Promise<string[]> {
    const rows = await tx.rows<{ file_id: string; lost: boolean }>(
      `insert into file_allocation (station_id, allocation_id, file_id, line_id, withdrawn_at)
       select $1, x.id, x.file_id, x.line_id, $2::timestamptz
       from unnest($3::uuid[], $4::uuid[], $5::uuid[]) as x (id, file_id, line_id)
       on conflict (station_id, allocation_id) do update set withdrawn_at = excluded.withdrawn_at
         where file_allocation.withdrawn_at is null
       returning file_id, arrived_at is not null as lost`,
      [
        tx.scope.stationId,
        at,
        allocations.map(({ allocationId }) => allocationId),
        allocations.map(({ fileId }) => fileId),
        allocations.map(({ lineId }) => lineId),
      ],
    );
    return rows.filter(({ lost }) => lost).map(({ file_id }) => file_id);
  }

  /** Notes that stock did not cover these lines at once: only then is there something to announce when all are there. */
  async markWaited(tx: Tx, lineIds: readonly string[]): Promise<void> {
    await tx.run('update file_line set waited = true where station_id = $1 and id = any ($2) and not waited', [
      tx.scope.stationId,
      lineIds,
    ]);
  }

  /** Where the needs of these files stand; files that are not open, or want no part, are left out. */
  needsOf(tx: Tx, fileIds: readonly string[]): Promise<FileNeeds[]> {
    return tx.rows<FileNeeds>(
      `select f.id as "fileId", f.needs_round as round, n.waited, n.complete, n.at as "lastArrivedAt"
       from intervention_file f
       cross join lateral (
         select bool_or(l.waited) as waited, bool_and(coalesce(a.quantity, 0) >= l.quantity) as complete, max(a.at) as at
         from file_line l left join lateral (
           select sum(x.quantity) as quantity, max(x.arrived_at) as at from file_allocation x
           where x.station_id = l.station_id and x.line_id = l.id and x.withdrawn_at is null) a on true
         where l.station_id = f.station_id and l.file_id = f.id and l.wants_part and l.state = 'open') n
       where f.station_id = $1 and f.id = any ($2) and f.state = 'open' and n.complete is not null`,
      [tx.scope.stationId, fileIds],
    );
  }

  /** Of these files, those that were told complete in their present round. */
  async announced(tx: Tx, fileIds: readonly string[]): Promise<string[]> {
    const rows = await tx.rows<{ id: string }>(
      `select f.id from intervention_file f
       where f.station_id = $1 and f.id = any ($2) and exists (
         select from file_status s join status_code c on c.code = s.code and c.key = 'parts_received'
         where s.station_id = f.station_id and s.file_id = f.id and s.cause = 'round:' || f.needs_round)`,
      [tx.scope.stationId, fileIds],
    );
    return rows.map(({ id }) => id);
  }

  /** References that lines of files bear, by file: what a comment names. */
  async references(tx: Tx, lineIds: readonly string[]): Promise<Map<string, string>> {
    const rows = await tx.rows<{ file_id: string; text: string }>(
      `select file_id, string_agg(distinct reference, ', ' order by reference) as text from file_line
       where station_id = $1 and id = any ($2) group by file_id`,
      [tx.scope.stationId, lineIds],
    );
    return new Map(rows.map(({ file_id, text }) => [file_id, text]));
  }

  /** Round of needs that a line belongs to. */
  async roundOf(tx: Tx, lineId: string): Promise<number | undefined> {
    const row = await tx.first<{ round: number }>(
      'select needs_round as round from file_line where station_id = $1 and id = $2',
      [tx.scope.stationId, lineId],
    );
    return row?.round;
  }
}
