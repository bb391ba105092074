import type { Temporal } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import type { CountDevice } from './count-access.js';

interface LinkRow {
  readonly id: string;
  readonly createdAt: Temporal.Instant;
  readonly revokedAt: Temporal.Instant | null;
}

interface DeviceRow {
  readonly id: string;
  readonly linkId: string;
  readonly counter: string;
  readonly joinedAt: Temporal.Instant;
  readonly seenAt: Temporal.Instant;
  readonly revokedAt: Temporal.Instant | null;
  readonly entries: number;
}

/** A link by which phones join, found by its secret. */
export interface CountLink {
  readonly id: string;
  readonly stationId: string;
  readonly networkId: string;
  readonly inventoryId: string;
}

/** Links and devices of counts, kept by the hashes of their secrets; changed under the lock of their inventory. */
@Injectable()
export class CountAccessRepository {
  /** By the engine: who comes with a secret has named no station. */
  async linkBySecret(engine: Tx, hash: Buffer): Promise<CountLink | undefined> {
    return engine.first<CountLink>(
      `select id, station_id as "stationId", network_id as "networkId", inventory_id as "inventoryId"
       from count_link where hash = $1 and revoked_at is null`,
      [hash],
    );
  }

  /** The same for the token of a device. */
  async deviceByToken(engine: Tx, hash: Buffer): Promise<CountDevice | undefined> {
    return engine.first<CountDevice>(
      `select id, station_id as "stationId", network_id as "networkId", inventory_id as "inventoryId", counter
       from count_device where hash = $1 and revoked_at is null`,
      [hash],
    );
  }

  async insertLink(tx: Tx, id: string, inventoryId: string, hash: Buffer): Promise<void> {
    await tx.run(
      `insert into count_link (station_id, id, network_id, inventory_id, hash, created_at) values ($1, $2, $3, $4, $5, $6)`,
      [tx.scope.stationId, id, tx.scope.networkId, inventoryId, hash, tx.now],
    );
  }

  async insertDevice(tx: Tx, device: { id: string; hash: Buffer; counter: string }, link: CountLink): Promise<void> {
    await tx.run(
      `insert into count_device (station_id, id, network_id, inventory_id, link_id, hash, counter, joined_at, seen_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $8)`,
      [
        tx.scope.stationId,
        device.id,
        tx.scope.networkId,
        link.inventoryId,
        link.id,
        device.hash,
        device.counter,
        tx.now,
      ],
    );
  }

  async isLinkOpen(tx: Tx, id: string): Promise<boolean> {
    return this.#isOpen(tx, 'count_link', id);
  }

  async isDeviceOpen(tx: Tx, id: string): Promise<boolean> {
    return this.#isOpen(tx, 'count_device', id);
  }

  async devicesOf(tx: Tx, inventoryId: string): Promise<number> {
    const row = await tx.first<{ devices: number }>(
      'select count(*)::int as devices from count_device where station_id = $1 and inventory_id = $2',
      [tx.scope.stationId, inventoryId],
    );
    return row?.devices ?? 0;
  }

  async seen(tx: Tx, deviceId: string, entries: number): Promise<void> {
    await tx.run('update count_device set seen_at = $3, entries = entries + $4 where station_id = $1 and id = $2', [
      tx.scope.stationId,
      deviceId,
      tx.now,
      entries,
    ]);
  }

  /** Links and devices of an inventory, in the order in which they were made. */
  async of(tx: Tx, inventoryId: string): Promise<{ links: LinkRow[]; devices: DeviceRow[] }> {
    const params = [tx.scope.stationId, inventoryId];
    const links = await tx.rows<LinkRow>(
      `select id, created_at as "createdAt", revoked_at as "revokedAt" from count_link
       where station_id = $1 and inventory_id = $2 order by id`,
      params,
    );
    const devices = await tx.rows<DeviceRow>(
      `select id, link_id as "linkId", counter, joined_at as "joinedAt", seen_at as "seenAt", revoked_at as "revokedAt", entries
       from count_device where station_id = $1 and inventory_id = $2 order by id`,
      params,
    );
    return { links, devices };
  }

  /** A link with its devices; false where the inventory has no such link. */
  async revokeLink(tx: Tx, inventoryId: string, linkId: string): Promise<boolean> {
    await this.#revoke(tx, 'count_device', inventoryId, 'link_id', linkId);
    return (await this.#revoke(tx, 'count_link', inventoryId, 'id', linkId)) > 0;
  }

  async revokeDevice(tx: Tx, inventoryId: string, deviceId: string): Promise<boolean> {
    return (await this.#revoke(tx, 'count_device', inventoryId, 'id', deviceId)) > 0;
  }

  /** The count is over: nobody joins or writes any more. */
  async revokeAll(tx: Tx, inventoryId: string): Promise<void> {
    for (const table of ['count_link', 'count_device']) {
      await tx.run(
        `update ${table} set revoked_at = $3 where station_id = $1 and inventory_id = $2 and revoked_at is null`,
        [tx.scope.stationId, inventoryId, tx.now],
      );
    }
  }

  /** Once revoked stays so, since when it was. */
  async #revoke(tx: Tx, table: string, inventoryId: string, column: 'id' | 'link_id', id: string): Promise<number> {
    return tx.run(
      `update ${table} set revoked_at = coalesce(revoked_at, $4) where station_id = $1 and inventory_id = $2 and ${column} = $3`,
      [tx.scope.stationId, inventoryId, id, tx.now],
    );
  }

  async #isOpen(tx: Tx, table: string, id: string): Promise<boolean> {
    const sql = `select id from ${table} where station_id = $1 and id = $2 and revoked_at is null`;
    return (await tx.first(sql, [tx.scope.stationId, id])) !== undefined;
  }
}
