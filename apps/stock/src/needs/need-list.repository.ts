import type { ListQuery } from '@navette/contracts/common/v1/common';
import type { ListNeedsResponse, Need } from '@navette/contracts/stock/v1/service';
import type { Temporal } from '@navette/kernel';
import { listPage, type Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { RESERVED_ELSEWHERE } from '../allocations/reserved-elsewhere.js';
import { needList } from './need.list.js';

type NeedRow = Omit<Need, 'version' | 'wantedOn'> & {
  readonly version: number;
  readonly wantedOn: Temporal.PlainDate | null;
};

const COLUMNS = `
  n.id, n.version, n.part_id as "partId", p.reference, n.origin_kind as "originKind", n.origin_id as "originId",
    n.origin_number as "originNumber", n.quantity, n.waiting, n.on_order as "onOrder", n.allocated, n.consumed,
    n.cancelled, n.state, n.frozen, n.priority, n.wanted_on as "wantedOn", n.countermark,
    ${RESERVED_ELSEWHERE} as elsewhere`;
const FROM = 'need n join part p on p.station_id = n.station_id and p.id = n.part_id';

/** Needs as other contexts and screens see them. */
@Injectable()
export class NeedListRepository {
  async byId(tx: Tx, id: string): Promise<Need | undefined> {
    const row = await tx.first<NeedRow>(`select ${COLUMNS} from ${FROM} where n.station_id = $1 and n.id = $2`, [
      tx.scope.stationId,
      id,
    ]);
    return row && shownNeed(row);
  }

  async page(tx: Tx, query: ListQuery | undefined): Promise<ListNeedsResponse> {
    const { rows, nextCursor } = await listPage<NeedRow>(tx, needList, query, {
      columns: COLUMNS,
      from: FROM,
      where: `n.station_id = $1 and n.origin_kind in ('intervention_file', 'customer_order')`,
      params: [tx.scope.stationId],
    });
    return { needs: rows.map(shownNeed), nextCursor };
  }
}

function shownNeed(row: NeedRow): Need {
  return { ...row, version: String(row.version), wantedOn: row.wantedOn?.toString() ?? '' };
}
