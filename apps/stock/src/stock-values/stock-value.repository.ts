import type { ListQuery } from '@navette/contracts/common/v1/common';
import type { StockValueSum } from '@navette/contracts/stock/v1/stock_values';
import type { Temporal } from '@navette/kernel';
import { listConditions, listPage, type ListDefinition, type ListPage, type Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import type { RecordedMovement } from '../stock-levels/replay.js';
import type { MovementKind } from '../stock-levels/valuation.js';
import { stockValueList } from './stock-value.list.js';
import type { Group, StockValueRow } from './stock-value.js';

const COLUMNS = `p.id as "partId", p.reference, p.designation, p.family_id as "familyId", f.code as "familyCode",
  f.label as "familyLabel", p.supplier_party_id as "supplierPartyId", x.on_hand_after as "onHand", x.value_after as value,
  x.seq::text as seq, x.occurred_at as "lastMovedAt",
  case when x.on_hand_after < 0 then (
    select m.occurred_at from stock_movement m
    where m.station_id = p.station_id and m.part_id = p.id and m.seq > coalesce((
      select n.seq from stock_movement n
      where n.station_id = p.station_id and n.part_id = p.id and n.seq < x.seq and n.on_hand_after >= 0
      order by n.seq desc limit 1), 0)
    order by m.seq limit 1) end as "negativeSince"`;

/** The last in the order of recording of those that happened by then: what it left is what there was (ADR 52). */
const FROM = `part_stock s
  join part p on p.station_id = s.station_id and p.id = s.part_id
  left join catalogue_entry f on f.station_id = p.station_id and f.id = p.family_id
  cross join lateral (
    select m.seq, m.occurred_at, m.on_hand_after, m.value_after from stock_movement m
    where m.station_id = s.station_id and m.part_id = s.part_id and ($2::timestamptz is null or m.occurred_at < $2)
    order by m.seq desc limit 1) x`;

/** Movements of a part read at once. */
const AT_ONCE = 100;

@Injectable()
export class StockValueRepository {
  /** Parts that were not at zero. @param before excluded; undefined for now */
  page(
    tx: Tx,
    list: ListDefinition,
    query: Partial<ListQuery>,
    before: Temporal.Instant | undefined,
  ): Promise<ListPage<StockValueRow>> {
    return listPage<StockValueRow>(tx, list, query, {
      columns: COLUMNS,
      from: FROM,
      where: 's.station_id = $1 and x.on_hand_after <> 0',
      params: [tx.scope.stationId, before ?? null],
    });
  }

  /** Sums by the average, of all that the pages show. @param before excluded; undefined for now */
  sums(
    tx: Tx,
    by: Group,
    query: Partial<ListQuery>,
    before: Temporal.Instant | undefined,
  ): Promise<Pick<StockValueSum, 'groupId' | 'groupCode' | 'groupLabel' | 'parts' | 'value'>[]> {
    const params: unknown[] = [tx.scope.stationId, before ?? null];
    const conditions = ['s.station_id = $1 and x.on_hand_after <> 0', ...listConditions(stockValueList, query, params)];
    const group = { none: 'null', family: 'p.family_id', supplier: 'p.supplier_party_id' }[by];
    const [code, label] = by === 'family' ? ['f.code', 'f.label'] : ['null', 'null'];
    return tx.rows(
      `select coalesce(${group}::text, '') as "groupId", coalesce(min(${code}), '') as "groupCode",
         coalesce(min(${label}), '') as "groupLabel", count(*)::int as parts, sum(x.value_after) as value
       from ${FROM} where ${conditions.join(' and ')} group by 1`,
      params,
    );
  }

  /** Hands on movements of parts up to the given one of each, of each part in the order of recording; so many of a part at once. */
  async eachMovement(
    tx: Tx,
    parts: readonly Pick<StockValueRow, 'partId' | 'seq'>[],
    take: (partId: string, movement: RecordedMovement) => void,
  ): Promise<void> {
    for (let left = parts.map((part) => ({ ...part, after: '0' })); left.length > 0;) {
      const rows =
        await tx.rows<{ partId: string; seq: string; kind: MovementKind; quantity: string; value: string; lineId: string | null; isInternal: boolean }>( // prettier-ignore
          `select x.part_id as "partId", m.* from unnest($2::uuid[], $3::bigint[], $4::bigint[]) as x (part_id, seq, after)
         cross join lateral (
           select m.seq::text as seq, m.kind, (m.quantity * 10000)::bigint::text as quantity,
             (m.value * 100)::bigint::text as value, m.origin_line_id as "lineId",
             m.origin_kind = 'internal_transfer' as "isInternal"
           from stock_movement m
           where m.station_id = $1 and m.part_id = x.part_id and m.seq > x.after and m.seq <= x.seq
           order by m.seq limit ${AT_ONCE}) m`,
          [tx.scope.stationId, left.map(({ partId }) => partId), left.map(({ seq }) => seq), left.map(({ after }) => after)], // prettier-ignore
        );
      const read = new Map<string, { count: number; last: string }>();
      for (const { quantity, value, ...row } of rows) {
        read.set(row.partId, { count: (read.get(row.partId)?.count ?? 0) + 1, last: row.seq });
        take(row.partId, { ...row, quantity: BigInt(quantity), value: BigInt(value) });
      }
      left = left.flatMap((part) => {
        const { count, last } = read.get(part.partId) ?? { count: 0, last: '0' };
        return count === AT_ONCE ? [{ ...part, after: last }] : [];
      });
    }
  }
}
