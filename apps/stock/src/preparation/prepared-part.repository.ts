import type { PreparedPart } from '@navette/contracts/stock/v1/preparation';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { RESERVED_ELSEWHERE } from '../allocations/reserved-elsewhere.js';
import { DEPOT } from '../stock-levels/stock-level.js';

/** What is reserved for origins, and where it lies. */
@Injectable()
export class PreparedPartRepository {
  /** By place, those without one last, then by reference; parts about to leave with a voided receipt are not ready. */
  async ofOrigins(tx: Tx, originIds: readonly string[]): Promise<PreparedPart[]> {
    return tx.rows<PreparedPart>(
      `select n.id as "needId", n.origin_kind as "originKind", n.origin_id as "originId", n.origin_number as "originNumber",
         n.part_id as "partId", p.reference, p.designation, coalesce(o.code, '') as "locationCode", r.ready,
         (n.quantity - n.consumed - n.cancelled - r.ready)::text as missing, n.on_order as "onOrder",
         (n.quantity - n.consumed - n.cancelled)::text as wanted,
         coalesce(i.number, '') as "countedBy", ${RESERVED_ELSEWHERE} as elsewhere
       from need n
       join part p on p.station_id = n.station_id and p.id = n.part_id
       left join catalogue_entry o on o.station_id = p.station_id and o.id = p.location_id
       left join lateral (
         select i.number from stock_level s join inventory i on i.station_id = s.station_id and i.id = s.frozen_by
         where s.station_id = n.station_id and s.part_id = n.part_id
           and (s.location = '${DEPOT}' and n.waiting + n.on_order > 0 or exists (select from allocation a
             where a.station_id = n.station_id and a.need_id = n.id and a.is_open and a.location = s.location))
         order by s.location <> '${DEPOT}', i.number limit 1) i on true
       cross join lateral (
         select coalesce(sum(a.quantity), 0)::numeric(14,4) as ready from allocation a
         left join goods_receipt_line l on l.station_id = a.station_id and l.id = a.receipt_line_id
         left join goods_receipt g on g.station_id = l.station_id and g.id = l.receipt_id
         where a.station_id = n.station_id and a.need_id = n.id and a.state = 'confirmed'
           and g.is_leaving is not true) r
       where n.station_id = $1 and n.origin_kind in ('intervention_file', 'customer_order')
         and n.origin_id = any ($2::uuid[]) and n.quantity > n.consumed + n.cancelled
       order by o.code is null, o.code, p.reference_norm, n.id`,
      [tx.scope.stationId, originIds],
    );
  }
}
