import type { ListQuery } from '@navette/contracts/common/v1/common';
import {
  Party,
  PartyImportLine,
  type ListPartyImportLinesResponse,
  type PartyImportDuplicate,
  type PartyImportProblem,
} from '@navette/contracts/parties/v1/service';
import { isUuid } from '@navette/kernel';
import { listPage, type Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { normalised, normalisedEmail } from '../parties/party.js';
import { importLineList } from './party-import.list.js';
import type { Choice } from './party-import.js';
import { NearNames, type Named } from './near-names.js';
import type { LineParty } from './party-line.mapper.js';

/** The largest number of a line that the database keeps. */
const MOST_LINES = 2 ** 31 - 1;
/** Likely duplicates of a line that are kept, the most alike first. */
const DUPLICATES = 5;

export type LineState = 'read' | 'bad' | 'good' | 'chosen' | 'committed' | 'refused' | 'undoing' | 'undone' | 'kept';

/** A likely duplicate as it is kept: no name, so that only the party tells of the person. */
export type KeptDuplicate = Pick<PartyImportDuplicate, 'partyId' | 'line' | 'reasons'>;

/** A line as its work needs it. */
export interface LineRow {
  readonly line: number;
  readonly state: LineState;
  readonly cells: string[];
  readonly problems: PartyImportProblem[];
  readonly duplicates: KeptDuplicate[];
  readonly choice: Choice | '';
  readonly party_id: string | null;
  readonly party_version: number | null;
  /** The party as it was before the import changed it. */
  readonly before: unknown;
}

@Injectable()
export class ImportLineRepository {
  /** Keeps lines as they were read; those that are there stay. */
  async insert(tx: Tx, importId: string, lines: readonly { line: number; cells: readonly string[] }[]): Promise<void> {
    await tx.run(
      `insert into party_import_line (station_id, import_id, line, state, cells, problems, duplicates, choice)
       select $1, $2, line, 'read', cells, '[]', '[]', '' from jsonb_to_recordset($3::jsonb) as x (line int, cells text[])
       on conflict do nothing`,
      [tx.scope.stationId, importId, JSON.stringify(lines)],
    );
  }

  /** The first lines of an import in a state. */
  next(tx: Tx, importId: string, state: LineState, limit: number): Promise<LineRow[]> {
    return tx.rows(
      `select line, state, cells, problems, duplicates, choice, party_id, party_version, before from party_import_line
       where station_id = $1 and import_id = $2 and state = $3 order by line limit $4`,
      [tx.scope.stationId, importId, state, limit],
    );
  }

  /** The first lines of an import that are to become parties, or to change them, behind a line. */
  chosenAfter(tx: Tx, importId: string, line: number, limit: number): Promise<LineRow[]> {
    return tx.rows(
      `select line, state, cells, problems, duplicates, choice, party_id, party_version, before from party_import_line
       where station_id = $1 and import_id = $2 and state = 'chosen' and line > $3 order by line limit $4`,
      [tx.scope.stationId, importId, line, limit],
    );
  }

  /** How many of a locked import are still to be committed from the first to the last of these lines; without any, of all. */
  async stillChosen(tx: Tx, importId: string, lines: readonly LineRow[]): Promise<number> {
    const row = await tx.first<{ n: number }>(
      `select count(*)::int as n from party_import_line
       where station_id = $1 and import_id = $2 and state = 'chosen' and line between $3 and $4`,
      [tx.scope.stationId, importId, ...endsOf(lines)],
    );
    return row?.n ?? 0;
  }

  /** Writes lines of a locked import as they are from now on. Named by their range, too: else all of the import are read. */
  async update(tx: Tx, importId: string, lines: readonly LineRow[]): Promise<void> {
    await tx.run(
      `update party_import_line l set state = x.state, cells = x.cells, problems = x.problems, duplicates = x.duplicates,
         choice = x.choice, party_id = x.party_id, party_version = x.party_version, before = x.before
       from jsonb_to_recordset($3::jsonb) as x (line int, state text, cells text[], problems jsonb, duplicates jsonb,
         choice text, party_id uuid, party_version int, before jsonb)
       where l.station_id = $1 and l.import_id = $2 and l.line = x.line and l.line between $4 and $5`,
      [tx.scope.stationId, importId, JSON.stringify(lines), ...endsOf(lines)],
    );
  }

  /** Lets every line be checked anew; how many there are. */
  async startOver(tx: Tx, importId: string): Promise<number> {
    const params = [tx.scope.stationId, importId];
    await tx.run('delete from party_import_key where station_id = $1 and import_id = $2', params);
    return tx.run(
      `update party_import_line set state = 'read', problems = '[]', duplicates = '[]', choice = '', party_id = null
       where station_id = $1 and import_id = $2`,
      params,
    );
  }

  /** Sets what becomes of good lines: of those named, else of those that nobody decided on; how many took it. */
  async choose(tx: Tx, importId: string, lines: readonly number[], choice: Choice, partyId: string): Promise<number> {
    const likely = `(select (d->>'partyId')::uuid from jsonb_array_elements(duplicates) with ordinality as x (d, place)
      where d->>'partyId' <> '' and ($5::text = '' or d->>'partyId' = $5) order by place limit 1)`;
    return tx.run(
      `update party_import_line set choice = $3::text, party_id = case when $3 = 'update' then ${likely} end
       where station_id = $1 and import_id = $2 and state = 'good'
         and case when $4::int[] = '{}' then choice = '' else line = any ($4::int[]) end
         and ($3 <> 'update' or ${likely} is not null)`,
      [tx.scope.stationId, importId, choice, lines, partyId],
    );
  }

  /** Takes up good lines that are to be committed: those named, else all; how many. */
  chosen(tx: Tx, importId: string, lines: readonly number[]): Promise<number> {
    return tx.run(
      `update party_import_line set state = 'chosen'
       where station_id = $1 and import_id = $2 and state = 'good' and choice in ('new', 'update')
         and ($3::int[] = '{}' or line = any ($3::int[]))`,
      [tx.scope.stationId, importId, lines],
    );
  }

  /** Takes up what was committed, to be taken back; how many. */
  undoing(tx: Tx, importId: string): Promise<number> {
    return tx.run(
      `update party_import_line set state = 'undoing' where station_id = $1 and import_id = $2 and state = 'committed'`,
      [tx.scope.stationId, importId],
    );
  }

  /** For each phone and e-mail of lines, the first line of the file that has it; the lines before these are known. */
  async firstLines(
    tx: Tx,
    importId: string,
    lines: readonly { line: number; key: string }[],
  ): Promise<Map<string, number>> {
    const keys = [...new Map(lines.toReversed().map(({ key, line }) => [key, line]))];
    const rows = await tx.rows<{ key: string; line: number }>(
      `with given as (
         select key, line from unnest($3::text[], $4::int[]) as x (key, line)),
       fresh as (
         insert into party_import_key (station_id, import_id, key, line) select $1, $2, key, line from given
         on conflict do nothing returning key, line)
       select key, line from fresh union all
       select given.key, k.line from given cross join lateral (
         select line from party_import_key
         where station_id = $1 and import_id = $2 and key = given.key limit 1) as k`,
      [tx.scope.stationId, importId, keys.map(([key]) => key), keys.map(([, line]) => line)],
    );
    return new Map(rows.map(({ key, line }) => [key, line]));
  }

  /** PA-7 for many lines at once: the known parties that each may speak of. */
  async duplicates(tx: Tx, lines: readonly ({ line: number } & LineParty)[]): Promise<Map<number, KeptDuplicate[]>> {
    const near = await this.#nearNames(tx, lines);
    const described = lines.map(({ line, party, phones }) => ({
      line,
      phones: phones.map(({ e164 }) => e164),
      emails: party.emails.map(normalisedEmail),
      near: [...(near.get(line) ?? [])],
    }));
    const rows = await tx.rows<{ line: number; id: string; reasons: string[] }>(
      `with given as materialized (
         select * from jsonb_to_recordset($2::jsonb) as x (line int, phones text[], emails text[], near uuid[])),
       found as (
         select g.line, t.party_id as id, 'same_phone' as reason
         from given g cross join unnest(g.phones) as one join party_phone t on t.station_id = $1 and t.e164 = one
         union select g.line, e.party_id, 'same_email'
         from given g cross join unnest(g.emails) as one join party_email e on e.station_id = $1 and e.email_norm = one
         union select g.line, id, 'near_name_same_postcode' from given g cross join unnest(g.near) as id),
       reasoned as (
         select f.line, coalesce(p.merged_into, p.id) as id, array_agg(distinct f.reason order by f.reason) as reasons
         from found f join party p on p.station_id = $1 and p.id = f.id group by 1, 2),
       placed as (
         select *, row_number() over (partition by line order by cardinality(reasons) desc, id) as place from reasoned)
       select line, id, reasons from placed where place <= ${DUPLICATES} order by line, place`,
      [tx.scope.stationId, JSON.stringify(described)],
    );
    const found = new Map<number, KeptDuplicate[]>();
    for (const { line, id, reasons } of rows) {
      found.set(line, [...(found.get(line) ?? []), { partyId: id, line: 0, reasons }]);
    }
    return found;
  }

  /** Who lives at the postcode of each line and has a near name. */
  async #nearNames(tx: Tx, lines: readonly ({ line: number } & LineParty)[]): Promise<Map<number, Set<string>>> {
    const codeOf = ({ party }: LineParty) => party.mainAddress?.postcode ?? '';
    const rows = await tx.rows<{ postcode: string; names: Named[] }>(
      `select a.postcode, json_agg(json_build_object('id', p.id, 'name', p.name_norm || ' ' || p.first_name_norm)) as names
       from party_address a join party p on p.station_id = a.station_id and p.id = a.party_id
       where a.station_id = $1 and a.postcode = any ($2::text[]) group by a.postcode`,
      [tx.scope.stationId, [...new Set(lines.map(codeOf).filter((postcode) => postcode !== ''))]],
    );
    const known = new Map(rows.map(({ postcode, names }) => [postcode, new NearNames(names)]));
    return new Map(
      lines.map((one) => {
        const name = `${normalised(one.party.name)} ${normalised(one.party.firstName)}`;
        return [one.line, known.get(codeOf(one))?.near(name) ?? new Set<string>()];
      }),
    );
  }

  async page(tx: Tx, importId: string, query: ListQuery | undefined): Promise<ListPartyImportLinesResponse> {
    const id = isUuid(importId) ? importId : null;
    const { rows, nextCursor } = await listPage<LineRow>(tx, importLineList, query, {
      columns: 'l.line, l.state, l.cells, l.problems, l.duplicates, l.choice, l.party_id',
      from: 'party_import_line l',
      where: 'l.station_id = $1 and l.import_id = $2',
      params: [tx.scope.stationId, id],
    });
    const ids = rows.flatMap(({ duplicates }) => duplicates.map(({ partyId }) => partyId)).filter(isUuid);
    const names = await tx.rows<{ id: string; name: string; first_name: string }>(
      'select id, name, first_name from party where station_id = $1 and id = any ($2::uuid[])',
      [tx.scope.stationId, ids],
    );
    const named = new Map(names.map((one) => [one.id, { name: one.name, firstName: one.first_name }]));
    const lines = rows.map(({ party_id, duplicates, ...row }) =>
      PartyImportLine.fromPartial({
        ...row,
        partyId: party_id ?? '',
        duplicates: duplicates.map((one) => ({ ...one, ...named.get(one.partyId) })),
      }),
    );
    return { lines, nextCursor };
  }

  /** Parties of the station as they stand, of those named: whether each was changed or taken away since is seen by its version. */
  async lockVersions(tx: Tx, ids: readonly string[]): Promise<Map<string, { version: number; kinds: string[] }>> {
    const rows = await tx.rows<{ id: string; version: number; kinds: string[] }>(
      'select id, version, kinds from party where station_id = $1 and id = any ($2::uuid[]) order by id for update',
      [tx.scope.stationId, ids],
    );
    return new Map(rows.map(({ id, version, kinds }) => [id, { version, kinds }]));
  }

  /** Lists show a party no more whose import was taken back; it was erased before. */
  async withdraw(tx: Tx, ids: readonly string[]): Promise<void> {
    await tx.run('update party set withdrawn_at = $3 where station_id = $1 and id = any ($2::uuid[])', [
      tx.scope.stationId,
      ids,
      tx.now,
    ]);
  }

  /** The party that a line changed, as it was before. */
  beforeOf({ before }: LineRow): Party {
    return Party.fromJSON(before);
  }
}

function endsOf(lines: readonly Pick<LineRow, 'line'>[]): [first: number, last: number] {
  if (lines.length === 0) return [0, MOST_LINES];
  const numbers = lines.map(({ line }) => line);
  return [Math.min(...numbers), Math.max(...numbers)];
}
