import type { Quantity } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';

export interface ConsumptionKey {
  readonly sagaId: string;
  readonly originKind: string;
  readonly originId: string;
}

/** What one run of a saga did to an origin. */
export type ConsumptionState =
  { readonly state: 'consumed' | 'returned' } | { readonly state: 'refused'; readonly refusal: Refusal };

/** Params of a refusal with its code; those of before inventories have none, and are for parts not allocated. */
export interface Refusal {
  readonly code?: string;
  readonly [param: string]: string | undefined;
}

@Injectable()
export class ConsumptionRepository {
  /** Notes the run; what it did before, where it came before. Locked until the end either way. */
  async note(tx: Tx, key: ConsumptionKey, state: 'consumed' | 'returned'): Promise<ConsumptionState | undefined> {
    const inserted = await tx.run(
      `insert into consumption (station_id, saga_id, origin_kind, origin_id, state, noted_at)
       values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
      [tx.scope.stationId, key.sagaId, key.originKind, key.originId, state, tx.now],
    );
    if (inserted === 1) return undefined;
    return tx.first<ConsumptionState>(
      'select state, refusal from consumption where station_id = $1 and saga_id = $2 and origin_id = $3 for update',
      [tx.scope.stationId, key.sagaId, key.originId],
    );
  }

  async change(tx: Tx, key: ConsumptionKey, next: ConsumptionState): Promise<void> {
    await tx.run(
      `update consumption set state = $4, refusal = $5 where station_id = $1 and saga_id = $2 and origin_id = $3`,
      [tx.scope.stationId, key.sagaId, key.originId, next.state, next.state === 'refused' ? next.refusal : null],
    );
  }

  /** What people call a part, for a refusal. */
  async referenceOf(tx: Tx, partId: string): Promise<string | undefined> {
    const sql = 'select reference from part where station_id = $1 and id = $2';
    return (await tx.first<{ reference: string }>(sql, [tx.scope.stationId, partId]))?.reference;
  }

  async insertLines(
    tx: Tx,
    key: ConsumptionKey,
    lines: readonly { needId: string; consumed: Quantity; released: Quantity }[],
  ): Promise<void> {
    await tx.run(
      `insert into consumption_line (station_id, saga_id, origin_id, need_id, consumed, released)
       select $1, $2, $3, need_id, consumed, released
       from unnest($4::uuid[], $5::numeric[], $6::numeric[]) as x (need_id, consumed, released)`,
      [
        tx.scope.stationId,
        key.sagaId,
        key.originId,
        lines.map(({ needId }) => needId),
        lines.map(({ consumed }) => consumed),
        lines.map(({ released }) => released),
      ],
    );
  }

  /** What was given up of each need, over what it used. */
  async released(tx: Tx, key: ConsumptionKey): Promise<{ needId: string; released: string }[]> {
    return tx.rows(
      `select need_id as "needId", released from consumption_line
       where station_id = $1 and saga_id = $2 and origin_id = $3 order by need_id`,
      [tx.scope.stationId, key.sagaId, key.originId],
    );
  }
}
