import { Money, type Temporal } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import type { FecLine } from './fec.js';

/** How far a journal is written: entries up to `after` are, those up to `last` are to be. */
export interface JournalPosition {
  readonly stationId: string;
  readonly journal: string;
  readonly after: bigint;
  readonly last: bigint;
}

export interface FecEntry {
  readonly stationId: string;
  readonly journal: string;
  readonly number: bigint;
  readonly lines: readonly FecLine[];
}

interface EntryRow {
  station_id: string;
  id: string;
  journal: string;
  journal_label: string;
  number: string;
  entry_date: Temporal.PlainDate;
  validated_on: Temporal.PlainDate;
  piece: string;
  label: string;
}

interface LineRow {
  entry_id: string;
  account: string;
  auxiliary: string;
  auxiliary_label: string;
  debit: string;
  credit: string;
}

/** Entries of all stations of a company; read through the network door only. */
@Injectable()
export class FecRepository {
  /** Every journal of a fiscal year as it stands now, nothing written yet. */
  async journals(tx: Tx, fiscalYear: number): Promise<JournalPosition[]> {
    const rows = await tx.rows<{ station_id: string; journal: string; last_number: string }>(
      `select station_id, journal, last_number from journal_counter where fiscal_year = $1 order by station_id, journal`,
      [fiscalYear],
    );
    return rows.map((row) => ({
      stationId: row.station_id,
      journal: row.journal,
      after: 0n,
      last: BigInt(row.last_number),
    }));
  }

  /**
   * The next entries of all journals, merged by date of validation. A journal's numbers and dates of validation rise
   * together, so that each is read along its own index and no page sorts the year.
   */
  async next(tx: Tx, fiscalYear: number, positions: readonly JournalPosition[], limit: number): Promise<FecEntry[]> {
    const entries = await tx.rows<EntryRow>(
      `select e.station_id, e.id, e.journal, j.label as journal_label, e.number, e.entry_date, e.validated_on, e.piece, e.label
       from unnest($1::uuid[], $2::text[], $3::bigint[], $4::bigint[]) as p (station_id, journal, after, last)
       cross join lateral (
         select * from entry
         where station_id = p.station_id and journal = p.journal and fiscal_year = $5 and number > p.after and number <= p.last
         order by number limit $6) e
       join journal j on j.station_id = e.station_id and j.code = e.journal
       order by e.validated_on, e.station_id, e.journal, e.number limit $6`,
      [
        positions.map(({ stationId }) => stationId),
        positions.map(({ journal }) => journal),
        positions.map(({ after }) => after.toString()),
        positions.map(({ last }) => last.toString()),
        fiscalYear,
        limit,
      ],
    );
    if (entries.length === 0) return [];
    const lines = await this.#lines(tx, entries);
    const labels = await this.#accountLabels(tx);
    return entries.map((entry) => ({
      stationId: entry.station_id,
      journal: entry.journal,
      number: BigInt(entry.number),
      lines: (lines.get(entry.id) ?? []).map((line) => ({
        journal: entry.journal,
        journalLabel: entry.journal_label,
        number: entry.number,
        entryDate: entry.entry_date,
        account: line.account,
        accountLabel: labels.get(line.account) ?? line.account,
        auxiliary: line.auxiliary,
        auxiliaryLabel: line.auxiliary_label,
        piece: entry.piece,
        pieceDate: entry.entry_date,
        label: entry.label,
        debit: Money.parse(line.debit),
        credit: Money.parse(line.credit),
        validatedOn: entry.validated_on,
      })),
    }));
  }

  async #lines(tx: Tx, entries: readonly EntryRow[]): Promise<Map<string, LineRow[]>> {
    const rows = await tx.rows<LineRow>(
      `select l.entry_id, l.account, l.auxiliary,
         case when l.auxiliary = '' then '' else coalesce(nullif(p.display_name, ''), l.auxiliary) end as auxiliary_label,
         l.debit, l.credit
       from unnest($1::uuid[], $2::uuid[]) as x (station_id, id)
       join entry e on e.station_id = x.station_id and e.id = x.id
       join entry_line l on l.station_id = x.station_id and l.entry_id = x.id
       left join party_ref p on p.station_id = e.station_id and p.id = e.customer_party_id
       order by l.entry_id, l.position`,
      [entries.map(({ station_id }) => station_id), entries.map(({ id }) => id)],
    );
    const byEntry = new Map<string, LineRow[]>();
    for (const row of rows) byEntry.set(row.entry_id, [...(byEntry.get(row.entry_id) ?? []), row]);
    return byEntry;
  }

  /** One label per account in the whole company, even where its stations name it differently. */
  async #accountLabels(tx: Tx): Promise<Map<string, string>> {
    const rows = await tx.rows<{ account: string; label: string }>(
      'select distinct on (account) account, label from ledger_account order by account, station_id',
    );
    return new Map(rows.map(({ account, label }) => [account, label]));
  }
}
