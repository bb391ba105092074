import { Temporal } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';

/** Carts of manufacturers, and the orders that were put into them (ST-21). */
@Injectable()
export class DepositRepository {
  /** Which client collects a supplier's orders, empty for none; an older version changes nothing. */
  async saveCart(tx: Tx, partyId: string, clientId: string, version: number): Promise<void> {
    await tx.run(
      `insert into supplier_cart (station_id, party_id, client_id, last_version) values ($1, $2, $3, $4)
       on conflict (station_id, party_id) do update set client_id = excluded.client_id, last_version = excluded.last_version
       where supplier_cart.last_version < excluded.last_version`,
      [tx.scope.stationId, partyId, clientId, version],
    );
  }

  /** Those of the suppliers that have a cart, each with the client that collects from it. */
  async cartsAmong(tx: Tx, partyIds: readonly string[]): Promise<Map<string, string>> {
    const rows = await tx.rows<{ partyId: string; clientId: string }>(
      `select party_id as "partyId", client_id as "clientId" from supplier_cart
       where station_id = $1 and party_id = any ($2::uuid[]) and client_id <> ''`,
      [tx.scope.stationId, partyIds],
    );
    return new Map(rows.map(({ clientId, partyId }) => [partyId, clientId]));
  }

  /** Of a locked order. */
  async insert(tx: Tx, orderId: string, clientId: string): Promise<void> {
    await tx.run(
      'insert into supplier_order_deposit (station_id, order_id, client_id, deposited_at) values ($1, $2, $3, $4)',
      [tx.scope.stationId, orderId, clientId, tx.now],
    );
  }

  /** Those of locked orders that waited in a cart and do no more, each with the client that would have collected it. */
  async withdraw(tx: Tx, orderIds: readonly string[]): Promise<Map<string, string>> {
    const rows = await tx.rows<{ orderId: string; clientId: string }>(
      `update supplier_order_deposit set withdrawn_at = $3
       where station_id = $1 and order_id = any ($2::uuid[]) and state = 'waiting'
       returning order_id as "orderId", client_id as "clientId"`,
      [tx.scope.stationId, orderIds, tx.now],
    );
    return new Map(rows.map(({ clientId, orderId }) => [orderId, clientId]));
  }

  /** Notes that a locked order was collected by its client; false where that is known, or it is not that client's. */
  async collect(
    tx: Tx,
    { clientId, orderId, ...said }: { orderId: string; clientId: string; reference: string; collectedAt: string },
  ): Promise<boolean> {
    const collected = await tx.run(
      `update supplier_order_deposit set collected_at = $4, reference = $5
       where station_id = $1 and order_id = $2 and client_id = $3 and collected_at is null`,
      [tx.scope.stationId, orderId, clientId, Temporal.Instant.from(said.collectedAt), said.reference],
    );
    return collected === 1;
  }
}
