import type { ListQuery } from '@navette/contracts/common/v1/common';
import type { Temporal } from '@navette/kernel';
import { listPage, type ListDefinition, type ListPage, type Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import type { RecordedMovement } from '../stock-levels/replay.js';
import type { MovementKind } from '../stock-levels/valuation.js';
import type { StockValueRow } from './stock-value.js';

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

/** Movements read at once. */
const AT_ONCE = 5_000;

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

  /** Movements of parts up to the given one of each, part by part in the order of recording. */
  async *movements(
    tx: Tx,
    parts: readonly Pick<StockValueRow, 'partId' | 'seq'>[],
  ): AsyncGenerator<RecordedMovement & { readonly partId: string }> {
    let after: readonly [partId: string, seq: string] = ['00000000-0000-0000-0000-000000000000', '0'];
    for (;;) {
      const rows =
        await tx.rows<{ partId: string; seq: string; kind: MovementKind; quantity: string; value: string; lineId: string | null; isInternal: boolean }>( // prettier-ignore
          `select m.part_id as "partId", m.seq::text as seq, m.kind, (m.quantity * 10000)::bigint::text as quantity,
           (m.value * 100)::bigint::text as value, m.origin_line_id as "lineId", m.origin_kind = 'internal_transfer' as "isInternal"
         from unnest($2::uuid[], $3::bigint[]) as x (part_id, seq)
         join stock_movement m on m.station_id = $1 and m.part_id = x.part_id and m.seq <= x.seq
         where (m.part_id, m.seq) > ($4::uuid, $5::bigint) and x.part_id >= $4::uuid
         order by m.part_id, m.seq limit ${AT_ONCE}`,
          [tx.scope.stationId, parts.map(({ partId }) => partId), parts.map(({ seq }) => seq), ...after],
        );
      for (const { quantity, value, ...row } of rows)
        yield { ...row, quantity: BigInt(quantity), value: BigInt(value) };
      const last = rows.at(-1);
      if (last === undefined || rows.length < AT_ONCE) return;
      after = [last.partId, last.seq];
    }
  }
}
