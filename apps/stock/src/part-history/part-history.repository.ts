import type { ListQuery } from '@navette/contracts/common/v1/common';
import type {
  ListStockMovementsResponse,
  PartMovement,
  PartRotation_Coming,
  PartRotation_Want,
  PartStatistics_Month,
} from '@navette/contracts/stock/v1/service';
import type { Temporal } from '@navette/kernel';
import { listPage, type Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { RESERVED_ELSEWHERE } from '../allocations/reserved-elsewhere.js';
import { stockMovementList } from './stock-movement.list.js';

/** Most that a record shows at once. */
const MOST = 200;

type Dated<T, Names extends keyof T, Date> = Omit<T, Names> & Record<Names, Date>;
type MovementRow = Dated<PartMovement, 'occurredAt', Temporal.Instant>;

const MOVEMENT = `m.seq::text as sequence, m.kind, m.quantity, m.value, m.on_hand_after as "onHandAfter",
  m.origin_kind as "originKind", m.origin_id as "originId", m.reason, m.occurred_at as "occurredAt",
  coalesce(case m.origin_kind
    when 'supplier_return' then (select number from supplier_return r where r.station_id = $1 and r.id = m.origin_id)
    when 'station_transfer' then (select number from station_transfer r where r.station_id = $1 and r.id = m.origin_id)
    when 'goods_receipt' then (select number from goods_receipt r where r.station_id = $1 and r.id = m.origin_id)
    when 'stock_note' then (select number from stock_note r where r.station_id = $1 and r.id = m.origin_id)
    when 'correction' then ''
    when 'internal_transfer' then ''
    when 'inventory' then (select number from inventory i where i.station_id = $1 and i.id = m.origin_id)
    when 'part_merge' then (select reference from part o where o.station_id = $1 and o.id = m.origin_id)
    else (select origin_number from need n where n.station_id = $1 and n.origin_kind = m.origin_kind
      and n.origin_id = m.origin_id limit 1) end, '') as "originNumber",
  coalesce((select e.code from catalogue_entry e where m.location <> 'depot' and e.station_id = m.station_id
    and e.id = case when m.location <> 'depot' then m.location::uuid end), '') as "placeCode",
  m.part_id as "partId", p.reference, p.designation, m.value_after as "valueAfter",
  coalesce(round(m.value / nullif(m.quantity, 0), 4)::text, '') as "unitCost",
  case when m.has_stock_after then round(m.value_after / m.on_hand_after, 4)::text else '' end as "averageAfter"`;
const MOVED = 'stock_movement m join part p on p.station_id = m.station_id and p.id = m.part_id';

/** What happened to parts, and what is to happen (ST-2, E-078). */
@Injectable()
export class PartHistoryRepository {
  /** The latest first. @param before sequence of the last movement of the page before */
  async movementsOf(tx: Tx, partId: string, before: string | undefined, limit: number): Promise<PartMovement[]> {
    const rows = await tx.rows<MovementRow>(
      `select ${MOVEMENT} from ${MOVED}
       where m.station_id = $1 and m.part_id = $2 and ($3::bigint is null or m.seq < $3::bigint)
       order by m.seq desc limit $4`,
      [tx.scope.stationId, partId, before ?? null, limit],
    );
    return rows.map(toMovement);
  }

  async movements(tx: Tx, query: ListQuery | undefined): Promise<ListStockMovementsResponse> {
    const { rows, nextCursor } = await listPage<MovementRow>(tx, stockMovementList, query, {
      columns: MOVEMENT,
      from: MOVED,
      where: 'm.station_id = $1',
      params: [tx.scope.stationId],
    });
    return { movements: rows.map(toMovement), nextCursor };
  }

  async wants(tx: Tx, partId: string): Promise<PartRotation_Want[]> {
    const rows = await tx.rows<Dated<PartRotation_Want, 'wantedOn' | 'expectedOn', Temporal.PlainDate | null>>(
      `select n.id as "needId", n.origin_kind as "originKind", n.origin_id as "originId",
         n.origin_number as "originNumber", n.quantity - n.consumed - n.cancelled as quantity, n.allocated as reserved,
         n.on_order as "onOrder", n.waiting, n.wanted_on as "wantedOn", n.frozen,
         (select min(l.expected_on) from order_line_need o
          join supplier_order_line l on l.station_id = o.station_id and l.id = o.order_line_id
          where o.station_id = n.station_id and o.need_id = n.id and o.is_open) as "expectedOn",
         ${RESERVED_ELSEWHERE} as elsewhere
       from need n
       where n.station_id = $1 and n.part_id = $2 and n.is_open
         and n.origin_kind in ('intervention_file', 'customer_order')
       order by n.created_at, n.id limit ${MOST}`,
      [tx.scope.stationId, partId],
    );
    return rows.map((row) => ({ ...row, ...texts(row, 'wantedOn', 'expectedOn') }));
  }

  async coming(tx: Tx, partId: string): Promise<PartRotation_Coming[]> {
    const rows = await tx.rows<Dated<PartRotation_Coming, 'expectedOn', Temporal.PlainDate | null>>(
      `select o.id as "supplierOrderId", o.number as "supplierOrderNumber", o.supplier_party_id as "supplierPartyId",
         l.quantity - l.received - l.cancelled as quantity, l.expected_on as "expectedOn"
       from supplier_order_line l join supplier_order o on o.station_id = l.station_id and o.id = l.order_id
       where l.station_id = $1 and l.part_id = $2 and l.quantity > l.received + l.cancelled
         and o.state not in ('closed', 'cancelled')
       order by l.expected_on nulls last, o.placed_at, o.id limit ${MOST}`,
      [tx.scope.stationId, partId],
    );
    return rows.map((row) => ({ ...row, ...texts(row, 'expectedOn') }));
  }

  /** The last 12 months in which something moved; months are those of the station's zone. */
  async months(tx: Tx, partId: string): Promise<PartStatistics_Month[]> {
    return tx.rows(
      `select to_char(m.occurred_at at time zone coalesce(s.time_zone, 'UTC'), 'YYYY-MM') as month,
         coalesce(sum(m.quantity) filter (where m.kind = 'receipt'), 0)::numeric(14,4) as bought,
         coalesce(sum(m.value) filter (where m.kind = 'receipt'), 0)::numeric(14,2) as "boughtValue",
         -coalesce(sum(m.quantity) filter (where m.origin_kind = 'intervention_file'), 0)::numeric(14,4) as repairs,
         -coalesce(sum(m.quantity) filter (where m.origin_kind = 'customer_order'), 0)::numeric(14,4) as "customerOrders"
       from stock_movement m left join station_ref s on s.station_id = m.station_id
       where m.station_id = $1 and m.part_id = $2 and m.kind <> 'revaluation'
       group by 1 order by 1 desc limit 12`,
      [tx.scope.stationId, partId],
    );
  }
}

function texts<Name extends string>(row: Readonly<Record<Name, Temporal.PlainDate | null>>, ...names: Name[]) {
  return Object.fromEntries(names.map((name) => [name, row[name]?.toString() ?? ''])) as Record<Name, string>;
}

function toMovement({ occurredAt, ...row }: MovementRow): PartMovement {
  return { ...row, occurredAt: occurredAt.toString() };
}
