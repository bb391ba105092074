import type { ListQuery } from '@navette/contracts/common/v1/common';
import type {
  ListPriceListLinesResponse,
  PriceListCounts,
  PriceListTerms,
} from '@navette/contracts/stock/v1/price_lists';
import { listPage, type Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { priceListLineList } from './price-list.list.js';
import { lineProblem, type PricedLine } from './price-list.js';

const COLUMNS = `l.line, l.state, l.reference, l.designation, l.price::text, l.before::text, l.change, l.part_id, l.problem, l.value`;

interface LineRow {
  readonly line: number;
  readonly state: string;
  readonly reference: string;
  readonly designation: string;
  readonly price: string | null;
  readonly before: string | null;
  readonly change: number;
  readonly part_id: string | null;
  readonly problem: string;
  readonly value: string;
}

/** A line whose price is to be taken over. */
export interface TakenLine {
  readonly line: number;
  readonly state: 'new' | 'raised' | 'lowered';
  readonly reference: string;
  readonly norm: string;
  readonly designation: string;
  readonly price: string;
}

/** Whether a part that has the reference of a line is not the list's to price: of another manufacturer, or no part. */
const OF_ANOTHER = (manufacturer: string) => `(p.kind <> 'part' or p.manufacturer_party_id <> ${manufacturer}::uuid)`;

/**
 * For the rest of the transaction. Nobody has counted a table that has just grown: joined as if it were empty, half a million
 * lines would be read anew for each of them.
 */
const byIndex = (tx: Tx) => tx.run('set local enable_seqscan = off');

/** Compiling is off since what an impossible way costs looks like a long question. */
const WAYS = ['enable_seqscan', 'enable_bitmapscan', 'enable_sort', 'jit'];

/** The next rows behind one, from the index that has them in order: all of them would be read and sorted likewise. */
async function inOrder<T>(tx: Tx, read: () => Promise<T>): Promise<T> {
  const set = (to: string) =>
    tx.run(`select set_config(name, ${to}, true) from pg_settings where name = any ($1)`, [WAYS]);
  await set(`'off'`);
  const rows = await read();
  await set('reset_val');
  return rows;
}

/** Lines of price lists, and what they would change. */
@Injectable()
export class PriceListLineRepository {
  /**
   * Keeps lines, each with what it would change of the catalogue as it is now. That of two lines of one part the first counts is
   * the index's to say: a question would be planned for the empty table that it was.
   */
  async compare(tx: Tx, listId: string, lines: readonly PricedLine[], terms: PriceListTerms): Promise<void> {
    await byIndex(tx);
    await tx.run(
      `with compared as materialized (
         select x.line, x.reference, x.norm, x.designation, x.price, x.value, p.id as part_id,
           case when x.problem <> '' then x.problem when ${OF_ANOTHER('$10')} then 'price-list.reference-of-another'
             else '' end as problem,
           case when $11 and p.list_price = x.price and p.purchase_price is not null then p.purchase_price
             else p.list_price end as before
         from unnest($3::int[], $4::text[], $5::text[], $6::text[], $7::numeric[], $8::text[], $9::text[])
             as x (line, reference, norm, designation, price, problem, value)
           left join part p on x.problem = '' and p.station_id = $1 and p.reference_norm = x.norm),
       kept as (
         insert into price_list_line (station_id, list_id, line, state, reference, reference_norm, designation, price, before,
           change, part_id, problem, value)
         select $1, $2, line,
           case when part_id is null then 'new' when before is null or before < price then 'raised'
             when before > price then 'lowered' else 'same' end,
           reference, norm, designation, price, before,
           case when before > 0 then least(round((price - before) * 10000 / before), 99999999)::int else 0 end, part_id, '', ''
         from compared where problem = '' order by line
         on conflict (station_id, list_id, reference_norm) where state <> 'bad' do nothing returning line)
       insert into price_list_line (station_id, list_id, line, state, reference, reference_norm, designation, change, problem, value)
       select $1, $2, line, 'bad', reference, norm, designation, 0,
         case when problem = '' then 'price-list.reference-twice' else problem end,
         case when value = '' then reference else value end
       from compared where line not in (select line from kept)`,
      [
        tx.scope.stationId,
        listId,
        lines.map(({ line }) => line),
        lines.map(({ reference }) => reference),
        lines.map(({ norm }) => norm),
        lines.map(({ designation }) => designation),
        lines.map(({ price }) => price),
        lines.map(({ problem }) => problem),
        lines.map(({ value }) => value),
        terms.manufacturerPartyId,
        terms.updatePurchasePrices,
      ],
    );
  }

  /**
   * Keeps, of the manufacturer's next parts behind `after` that have a list price, those that are not on the list, numbered from
   * `from` on with gaps. That a part is on it is the index's to say, as in a comparison.
   * @returns how many were kept, and the last part looked at; undefined behind the last
   */
  async addVanished(
    tx: Tx,
    listId: string,
    { manufacturerPartyId }: PriceListTerms,
    { from, after, limit }: { from: number; after: string; limit: number },
  ): Promise<{ added: number; last: string | undefined }> {
    const [row] = await inOrder(tx, () =>
      tx.rows<{ added: number; last: string | null }>(
        `with next as materialized (
         select id, reference, reference_norm, designation, list_price from part
         where station_id = $1 and manufacturer_party_id = $3 and kind = 'part' and state = 'active' and list_price is not null
           and reference_norm > $5
         order by reference_norm limit $6),
       gone as (
         insert into price_list_line (station_id, list_id, line, state, reference, reference_norm, designation, before, change,
           part_id, problem, value)
         select $1, $2, $4 + row_number() over (order by reference_norm) - 1, 'vanished', reference, reference_norm, designation,
           list_price, 0, id, '', '' from next
         on conflict (station_id, list_id, reference_norm) where state <> 'bad' do nothing returning 1)
       select (select count(*) from gone)::int as added, (select max(reference_norm) from next) as last`,
        [tx.scope.stationId, listId, manufacturerPartyId, from, after, limit],
      ),
    );
    return { added: row?.added ?? 0, last: row?.last ?? undefined };
  }

  async counts(tx: Tx, listId: string): Promise<PriceListCounts> {
    const rows = await tx.rows<{ state: string; lines: number }>(
      `select state, count(*)::int as lines from price_list_line where station_id = $1 and list_id = $2 group by state`,
      [tx.scope.stationId, listId],
    );
    const counts: PriceListCounts = { lines: 0, new: 0, raised: 0, lowered: 0, same: 0, bad: 0, vanished: 0 };
    for (const { state, lines } of rows) {
      counts[state as 'new'] = lines;
      if (state !== 'vanished') counts.lines += lines;
    }
    return counts;
  }

  /** The next lines behind `after` whose prices are to be taken over. */
  next(tx: Tx, listId: string, after: number, limit: number): Promise<TakenLine[]> {
    return inOrder(tx, () =>
      tx.rows<TakenLine>(
        `select line, state, reference, reference_norm as norm, designation, price::text from price_list_line
       where station_id = $1 and list_id = $2 and line > $3 and state in ('new', 'raised', 'lowered') order by line limit $4`,
        [tx.scope.stationId, listId, after, limit],
      ),
    );
  }

  /** The parts that these lines price, by reference; without those that are of another manufacturer by now. */
  async partsOf(tx: Tx, lines: readonly TakenLine[], manufacturerPartyId: string): Promise<Map<string, string>> {
    const rows = await tx.rows<{ id: string; norm: string }>(
      `select p.id, p.reference_norm as norm from part p
       where p.station_id = $1 and p.reference_norm = any ($2) and not coalesce(${OF_ANOTHER('$3')}, false)`,
      [tx.scope.stationId, lines.map(({ norm }) => norm), manufacturerPartyId],
    );
    return new Map(rows.map(({ norm, id }) => [norm, id]));
  }

  /** Names the parts that lines have made. */
  async name(tx: Tx, listId: string, made: ReadonlyMap<number, string>): Promise<void> {
    if (made.size === 0) return;
    await tx.run(
      `update price_list_line l set part_id = x.id from unnest($3::int[], $4::uuid[]) as x (line, id)
       where l.station_id = $1 and l.list_id = $2 and l.line = x.line`,
      [tx.scope.stationId, listId, [...made.keys()], [...made.values()]],
    );
  }

  /** Lines whose part became another manufacturer's since they were compared. */
  async refuse(tx: Tx, listId: string, lines: readonly number[]): Promise<void> {
    if (lines.length === 0) return;
    await tx.run(
      `update price_list_line set state = 'bad', problem = 'price-list.reference-of-another', value = reference, price = null,
         before = null, change = 0, part_id = null
       where station_id = $1 and list_id = $2 and line = any ($3)`,
      [tx.scope.stationId, listId, lines],
    );
  }

  async remove(tx: Tx, listId: string): Promise<void> {
    await tx.run('delete from price_list_line where station_id = $1 and list_id = $2', [tx.scope.stationId, listId]);
  }

  async page(tx: Tx, listId: string, query: ListQuery | undefined): Promise<ListPriceListLinesResponse> {
    const { rows, nextCursor } = await listPage<LineRow>(tx, priceListLineList, query, {
      columns: COLUMNS,
      from: 'price_list_line l',
      where: 'l.station_id = $1 and l.list_id = $2',
      params: [tx.scope.stationId, listId],
    });
    return { lines: rows.map(shownLine), nextCursor };
  }
}

function shownLine(row: LineRow): ListPriceListLinesResponse['lines'][number] {
  const { line, state, reference, designation, before, price, change } = row;
  const isChanged = before !== null && (state === 'raised' || state === 'lowered');
  return {
    line,
    state,
    reference,
    designation,
    before: before ?? '',
    price: price ?? '',
    change: isChanged ? percent(change) : '',
    problem: row.problem === '' ? undefined : lineProblem(line, row.problem, row.value),
    partId: row.part_id ?? '',
  };
}

/** Hundredths of a percent: -1205 → `-12.05` */
function percent(hundredths: number): string {
  const digits = String(Math.abs(hundredths)).padStart(3, '0');
  return `${hundredths < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
