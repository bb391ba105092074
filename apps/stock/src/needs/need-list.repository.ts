import type { Need } from '@navette/contracts/stock/v1/service';
import type { Temporal } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';

type NeedRow = Omit<Need, 'version' | 'wantedOn'> & {
  readonly version: number;
  readonly wantedOn: Temporal.PlainDate | null;
  readonly createdAt: Temporal.Instant;
};

const NEED = `
  select n.id, n.version, n.part_id as "partId", p.reference, n.origin_kind as "originKind", n.origin_id as "originId",
    n.origin_number as "originNumber", n.quantity, n.waiting, n.on_order as "onOrder", n.allocated, n.consumed,
    n.cancelled, n.state, n.frozen, n.priority, n.wanted_on as "wantedOn", n.countermark, n.created_at as "createdAt"
  from need n join part p on p.station_id = n.station_id and p.id = n.part_id`;

/** Needs as other contexts and screens see them. */
@Injectable()
export class NeedListRepository {
  async byId(tx: Tx, id: string): Promise<Need | undefined> {
    const row = await tx.first<NeedRow>(`${NEED} where n.station_id = $1 and n.id = $2`, [tx.scope.stationId, id]);
    return row && shownNeed(row);
  }

  /** A keyset page, the oldest first; `after` is (created at, id) of the last need before it. */
  async page(
    tx: Tx,
    originId: string,
    after: readonly string[] | undefined,
    limit: number,
  ): Promise<{ need: Need; position: readonly string[] }[]> {
    const rows = await tx.rows<NeedRow>(
      `${NEED} where n.station_id = $1 and n.origin_kind in ('intervention_file', 'customer_order') and n.origin_id = $2
         and ($3::timestamptz is null or (n.created_at, n.id) > ($3, $4::uuid))
       order by n.created_at, n.id limit $5`,
      [tx.scope.stationId, originId, ...(after ?? [null, null]), limit],
    );
    return rows.map((row) => ({ need: shownNeed(row), position: [row.createdAt.toString(), row.id] }));
  }
}

function shownNeed({ createdAt: _createdAt, ...row }: NeedRow): Need {
  return { ...row, version: String(row.version), wantedOn: row.wantedOn?.toString() ?? '' };
}
