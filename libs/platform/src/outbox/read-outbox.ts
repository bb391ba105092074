import type { Outbox } from '@navette/contracts/operations/v1/service';
import type { Temporal } from '@navette/kernel';
import type { Tx } from '../database/tx.js';

/** WE-9: what of a station's messages is written and not published, for its operators. */
export async function readOutbox(tx: Tx, stationId: string): Promise<Outbox> {
  const [row] = await tx.rows<{ unpublished: number; parked: number; oldest: Temporal.Instant | null }>(
    `select count(*)::int as unpublished, count(parked_at)::int as parked, min(occurred_at) as oldest
     from outbox where published_at is null and station_id = $1`,
    [stationId],
  );
  return {
    unpublished: row?.unpublished ?? 0,
    parked: row?.parked ?? 0,
    oldestAt: row?.oldest?.toString() ?? '',
  };
}
