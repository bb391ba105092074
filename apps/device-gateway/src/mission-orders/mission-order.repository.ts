import type { MissionOrderStatus } from '@navette/contracts/device_gateway/v1/service';
import type { Temporal } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import type { MissionOrderState } from './mission-order.js';

export type RequestKind = 'change' | 'withdrawal';

interface StatusRow {
  id: string;
  number: string;
  state: MissionOrderState;
  reason: string;
  updated_at: Temporal.Instant;
  station: string;
  revision: number;
  request_kind: RequestKind | '';
  request_state: string;
  request_reason: string;
}

const STATUS = `select o.id, number, state, reason, updated_at, coalesce(s.code, '') as station, revision, request_kind,
    request_state, request_reason
  from mission_order o left join network_station s on s.id = o.for_station_id`;

/** Orders of one client: every question begins with `actAs`, else row-level security shows nothing. */
@Injectable()
export class MissionOrderRepository {
  /** Keeps an order as `processing`; the id of the one that already has its number, where there is one. */
  async insert(
    tx: Tx,
    order: { clientId: string; id: string; stationId: string; number: string },
  ): Promise<string | undefined> {
    const inserted = await tx.run(
      `insert into mission_order (client_id, id, for_station_id, number, state, reason, received_at, updated_at)
       values ($1, $2, $3, $4, 'processing', '', $5, $5) on conflict (client_id, for_station_id, number) do nothing`,
      [order.clientId, order.id, order.stationId, order.number, tx.now],
    );
    if (inserted === 1) return undefined;
    const known = await tx.first<{ id: string }>(
      'select id from mission_order where client_id = $1 and for_station_id = $2 and number = $3',
      [order.clientId, order.stationId, order.number],
    );
    return known?.id;
  }

  async byId(tx: Tx, clientId: string, id: string): Promise<MissionOrderStatus | undefined> {
    const row = await tx.first<StatusRow>(`${STATUS} where client_id = $1 and o.id = $2`, [clientId, id]);
    return row && toStatus(row);
  }

  /** Latest first; `before` is the id of the last row of the page before. */
  async page(
    tx: Tx,
    clientId: string,
    state: string,
    before: string | undefined,
    limit: number,
  ): Promise<MissionOrderStatus[]> {
    const rows = await tx.rows<StatusRow>(
      `${STATUS} where client_id = $1 and ($2 = '' or state = $2) and ($3::uuid is null or o.id < $3)
       order by o.id desc limit $4`,
      [clientId, state, before ?? null, limit],
    );
    return rows.map(toStatus);
  }

  /** The order of the client, and where it is. */
  async lockById(
    tx: Tx,
    clientId: string,
    id: string,
  ): Promise<{ state: MissionOrderState; stationId: string } | undefined> {
    return tx.first(
      `select state, for_station_id as "stationId" from mission_order where client_id = $1 and id = $2 for update`,
      [clientId, id],
    );
  }

  /** Notes what the sender asks for now; the number of the request. */
  async addRequest(tx: Tx, clientId: string, id: string, kind: RequestKind): Promise<number> {
    const row = await tx.first<{ revision: number }>(
      `update mission_order set revision = revision + 1, request_kind = $3, request_state = 'processing',
         request_reason = '', updated_at = $4
       where client_id = $1 and id = $2 returning revision`,
      [clientId, id, kind, tx.now],
    );
    return (row as { revision: number }).revision;
  }

  /** Notes the answer to the last request; false where it is answered already, or another one is the last by now. */
  async settleRequest(tx: Tx, clientId: string, id: string, revision: number, reason: string): Promise<boolean> {
    const settled = await tx.run(
      `update mission_order set request_state = $4, request_reason = $5, updated_at = $6
       where client_id = $1 and id = $2 and revision = $3 and request_state = 'processing'`,
      [clientId, id, revision, reason === '' ? 'done' : 'declined', reason, tx.now],
    );
    return settled === 1;
  }

  async setState(tx: Tx, clientId: string, id: string, state: MissionOrderState, reason: string): Promise<void> {
    await tx.run('update mission_order set state = $3, reason = $4, updated_at = $5 where client_id = $1 and id = $2', [
      clientId,
      id,
      state,
      reason,
      tx.now,
    ]);
  }
}

function toStatus(row: StatusRow): MissionOrderStatus {
  const { id, number, state, reason, station, revision, request_kind: kind } = row;
  return {
    id,
    number,
    state,
    reason,
    updatedAt: row.updated_at.toString(),
    station,
    lastRequest: kind === '' ? undefined : { revision, kind, state: row.request_state, reason: row.request_reason },
  };
}
