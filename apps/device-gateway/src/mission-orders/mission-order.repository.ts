import type { MissionOrderStatus } from '@navette/contracts/device_gateway/v1/service';
import type { Temporal } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import type { MissionOrderState } from './mission-order.js';

/** Orders of one client: every question begins with `actAs`, else row-level security shows nothing. */
@Injectable()
export class MissionOrderRepository {
  /** Until the end of the transaction, the rows of this client and no other are there (GW-4). */
  async actAs(tx: Tx, clientId: string): Promise<void> {
    await tx.rows(`select set_config('app.client_id', $1, true)`, [clientId]);
  }

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
    const row = await tx.first<Omit<MissionOrderStatus, 'updatedAt'> & { updatedAt: Temporal.Instant }>(
      `select id, number, state, reason, updated_at as "updatedAt" from mission_order where client_id = $1 and id = $2`,
      [clientId, id],
    );
    return row && { ...row, updatedAt: row.updatedAt.toString() };
  }

  async lockState(tx: Tx, clientId: string, id: string): Promise<MissionOrderState | undefined> {
    const row = await tx.first<{ state: MissionOrderState }>(
      'select state from mission_order where client_id = $1 and id = $2 for update',
      [clientId, id],
    );
    return row?.state;
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

  /** The party that stands for the client in a station; empty where none is known. */
  async orderingParty(tx: Tx, clientId: string, stationId: string): Promise<string> {
    const row = await tx.first<{ partyId: string }>(
      'select party_id as "partyId" from ordering_party where client_id = $1 and for_station_id = $2',
      [clientId, stationId],
    );
    return row?.partyId ?? '';
  }

  /** False when it is so already. */
  async setOrderingParty(tx: Tx, clientId: string, stationId: string, partyId: string): Promise<boolean> {
    const changed = await tx.run(
      `insert into ordering_party (client_id, for_station_id, party_id) values ($1, $2, $3)
       on conflict (client_id, for_station_id) do update set party_id = excluded.party_id
       where ordering_party.party_id <> excluded.party_id`,
      [clientId, stationId, partyId],
    );
    return changed === 1;
  }
}
