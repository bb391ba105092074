import type { Entry } from '@navette/contracts/accounting/v1/service';
import type { Temporal } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import type { EntryLine } from './entry.js';

export interface NewEntry {
  readonly id: string;
  readonly documentId: string;
  readonly journal: string;
  readonly fiscalYear: number;
  readonly entryDate: Temporal.PlainDate;
  /** The station's date of posting. */
  readonly postedOn: Temporal.PlainDate;
  readonly piece: string;
  readonly label: string;
  readonly customerPartyId: string;
  readonly lines: readonly EntryLine[];
}

interface EntryRow {
  id: string;
  journal: string;
  fiscal_year: number;
  number: string;
  entry_date: Temporal.PlainDate;
  document_id: string;
  piece: string;
  label: string;
}

interface LineRow {
  entry_id: string;
  account: string;
  account_label: string;
  auxiliary: string;
  auxiliary_label: string;
  debit: string;
  credit: string;
}

/** Posted entries, write-once; the database refuses one that does not balance. */
@Injectable()
export class EntryRepository {
  /**
   * Posts an entry under the next number of its journal and fiscal year. The counter's row is locked last and given back
   * by a rollback, so a journal has no gap; its dates of validation never go back.
   */
  async post(tx: Tx, entry: NewEntry): Promise<void> {
    const { stationId } = tx.scope;
    const given = await tx.first<{ number: string; validated_on: Temporal.PlainDate }>(
      `insert into journal_counter (station_id, journal, fiscal_year, last_number, last_validated_on)
       values ($1, $2, $3, 1, greatest($4::date, $5::date))
       on conflict (station_id, journal, fiscal_year)
       do update set last_number = journal_counter.last_number + 1,
         last_validated_on = greatest(journal_counter.last_validated_on, excluded.last_validated_on)
       returning last_number as number, last_validated_on as validated_on`,
      [stationId, entry.journal, entry.fiscalYear, entry.postedOn, entry.entryDate],
    );
    await tx.run(
      `insert into entry (station_id, id, document_id, journal, fiscal_year, number, entry_date, validated_on, piece, label,
         customer_party_id)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [
        stationId,
        entry.id,
        entry.documentId,
        entry.journal,
        entry.fiscalYear,
        given?.number,
        entry.entryDate,
        given?.validated_on,
        entry.piece,
        entry.label,
        entry.customerPartyId,
      ],
    );
    await tx.run(
      `insert into entry_line (station_id, entry_id, position, account, auxiliary, debit, credit)
       select $1, $2, position, account, auxiliary, debit, credit
       from unnest($3::text[], $4::text[], $5::numeric[], $6::numeric[]) with ordinality
         as l (account, auxiliary, debit, credit, position)`,
      [
        stationId,
        entry.id,
        entry.lines.map(({ account }) => account),
        entry.lines.map(({ auxiliary }) => auxiliary),
        entry.lines.map(({ debit }) => debit),
        entry.lines.map(({ credit }) => credit),
      ],
    );
  }

  /** Debit less credit of a customer's own accounts, and of those merged into it (PA-8); scale 2. */
  async balanceOf(tx: Tx, partyId: string): Promise<string> {
    const row = await tx.first<{ balance: string }>(
      `select coalesce(sum(l.debit - l.credit), 0.00)::numeric(14,2)::text as balance
       from entry e join entry_line l on l.station_id = e.station_id and l.entry_id = e.id and l.auxiliary <> ''
       where e.station_id = $1 and e.customer_party_id in (
         select $2::uuid union all
         select party_id from merged_party where station_id = $1 and survivor_id = $2)`,
      [tx.scope.stationId, partyId],
    );
    return row?.balance ?? '0.00';
  }

  /**
   * A keyset page of the entries of a journal, or of all, in the order of journal and number; `after` is journal, fiscal
   * year and number of the last one before it.
   */
  async page(
    tx: Tx,
    journal: string,
    after: readonly string[] | undefined,
    limit: number,
  ): Promise<{ entry: Entry; position: string[] }[]> {
    const entries = await tx.rows<EntryRow>(
      `select id, journal, fiscal_year, number, entry_date, document_id, piece, label from entry
       where station_id = $1 and ($2 = '' or journal = $2)
         and ($3::text is null or (journal, fiscal_year, number) > ($3, $4::int, $5::bigint))
       order by journal, fiscal_year, number limit $6`,
      [tx.scope.stationId, journal, ...(after ?? [null, null, null]), limit],
    );
    const lines = await tx.rows<LineRow>(
      `select l.entry_id, l.account, a.label as account_label, l.auxiliary,
         case when l.auxiliary = '' then '' else coalesce(p.display_name, l.auxiliary) end as auxiliary_label,
         l.debit, l.credit
       from entry_line l
       join ledger_account a on a.station_id = l.station_id and a.account = l.account
       join entry e on e.station_id = l.station_id and e.id = l.entry_id
       left join party_ref p on p.station_id = e.station_id and p.id = e.customer_party_id
       where l.station_id = $1 and l.entry_id = any ($2::uuid[])
       order by l.entry_id, l.position`,
      [tx.scope.stationId, entries.map(({ id }) => id)],
    );
    return entries.map((row) => ({
      entry: {
        id: row.id,
        journal: row.journal,
        number: row.number,
        entryDate: row.entry_date.toString(),
        documentId: row.document_id,
        piece: row.piece,
        lines: lines
          .filter((line) => line.entry_id === row.id)
          .map((line) => ({
            account: line.account,
            accountLabel: line.account_label,
            auxiliary: line.auxiliary,
            auxiliaryLabel: line.auxiliary_label,
            label: row.label,
            debit: line.debit,
            credit: line.credit,
          })),
      },
      position: [row.journal, String(row.fiscal_year), row.number],
    }));
  }
}
