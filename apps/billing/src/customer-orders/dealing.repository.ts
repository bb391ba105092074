import type { CustomerDealing } from '@navette/contracts/billing/v1/service';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';

interface Found {
  readonly dealings: CustomerDealing[];
  /** Of all there are. */
  readonly count: number;
  /** Of all, those that are not over. */
  readonly open: number;
}

/** What a customer has with the station (PA-5), the latest first. */
@Injectable()
export class DealingRepository {
  orders(tx: Tx, partyId: string | null, limit: number): Promise<Found> {
    return found(
      tx,
      `select id, number, 'customer_order' as kind, state, placed_at as at, '' as total, count(*) over () as count,
         count(*) filter (where state not in ('validated', 'cancelled')) over () as open
       from customer_order where station_id = $1 and customer_party_id = $2 order by placed_at desc, id desc limit $3`,
      [tx.scope.stationId, partyId, limit],
    );
  }

  documents(tx: Tx, partyId: string | null, limit: number): Promise<Found> {
    return found(
      tx,
      `select id, number, kind, '' as state, issued_on as at, total, count(*) over () as count, 0 as open
       from document where station_id = $1 and customer_party_id = $2 order by issued_on desc, id desc limit $3`,
      [tx.scope.stationId, partyId, limit],
    );
  }

  drafts(tx: Tx, partyId: string | null, limit: number): Promise<Found> {
    return found(
      tx,
      `select id, '' as number, 'draft_invoice' as kind, state, created_at as at, '' as total, count(*) over () as count,
         count(*) over () as open
       from draft_invoice where station_id = $1 and customer_party_id = $2 and state = 'draft'
       order by created_at desc, id desc limit $3`,
      [tx.scope.stationId, partyId, limit],
    );
  }
}

async function found(tx: Tx, sql: string, params: readonly unknown[]): Promise<Found> {
  const rows = await tx.rows<Omit<CustomerDealing, 'at'> & { at: object; count: string; open: string }>(sql, params);
  const dealings = rows.map(({ count: _count, open: _open, at, ...row }) => ({ ...row, at: String(at) }));
  return { dealings, count: Number(rows[0]?.count ?? 0), open: Number(rows[0]?.open ?? 0) };
}
