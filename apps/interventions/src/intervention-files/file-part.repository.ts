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

/** What stock takes back of an allocation: a quantity, or all of it, whatever that was. */
export interface LineWithdrawal extends Omit<LineAllocation, 'quantity'> {
  readonly quantity: string | 'all';
}

/** What is known of an allocation. */
export interface KnownAllocation {
  readonly arrived: boolean;
  /** All of it was taken back, for good. */
  readonly withdrawn: boolean;
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

  /** Allocations of which there was word before, by id. */
  async known(tx: Tx, allocationIds: readonly string[]): Promise<Map<string, KnownAllocation>> {
    const rows = await tx.rows<KnownAllocation & { id: string }>(
      `select allocation_id as id, arrived_at is not null as arrived, withdrawn_at is not null as withdrawn
       from file_allocation where station_id = $1 and allocation_id = any ($2)`,
      [tx.scope.stationId, allocationIds],
    );
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** Notes the arrival of allocations, each once. */
  async arrive(tx: Tx, allocations: readonly LineAllocation[], at: Temporal.Instant): Promise<void> {
    await tx.run(
      `insert into file_allocation (station_id, allocation_id, file_id, line_id, quantity, arrived_at, cut)
       select $1, x.id, x.file_id, x.line_id, x.quantity, $2, 0
       from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::numeric[]) as x (id, file_id, line_id, quantity)
       on conflict (station_id, allocation_id) do update
         set quantity = excluded.quantity, arrived_at = excluded.arrived_at where file_allocation.arrived_at is null`,
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

  /** Notes what was taken back, also of allocations still on their way. */
  async withdraw(tx: Tx, withdrawals: readonly LineWithdrawal[], at: Temporal.Instant): Promise<void> {
    await tx.run(
      `insert into file_allocation (station_id, allocation_id, file_id, line_id, cut, withdrawn_at)
       select $1, x.id, x.file_id, x.line_id, coalesce(x.cut, 0), case when x.cut is null then $2::timestamptz end
       from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::numeric[]) as x (id, file_id, line_id, cut)
       on conflict (station_id, allocation_id) do update
         set cut = file_allocation.cut + excluded.cut,
           withdrawn_at = coalesce(file_allocation.withdrawn_at, excluded.withdrawn_at)`,
      [
        tx.scope.stationId,
        at,
        withdrawals.map(({ allocationId }) => allocationId),
        withdrawals.map(({ fileId }) => fileId),
        withdrawals.map(({ lineId }) => lineId),
        withdrawals.map(({ quantity }) => (quantity === 'all' ? null : quantity)),
      ],
    );
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
           select sum(x.held) as quantity, max(x.arrived_at) as at from file_allocation x
           where x.station_id = l.station_id and x.line_id = l.id and x.held > 0) a on true
         where l.station_id = f.station_id and l.file_id = f.id and l.wants_part and l.state = 'open') n
       where f.station_id = $1 and f.id = any ($2) and f.state = 'open' and n.complete is not null`,
      [tx.scope.stationId, fileIds],
    );
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
