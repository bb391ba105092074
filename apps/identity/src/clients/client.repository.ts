import type { Temporal } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import type { MachineClient } from './machine-client.js';

interface ClientRow {
  subject: string;
  kind: MachineClient['kind'];
  secret_hash: Buffer;
  old_secret_hash: Buffer | null;
  old_secret_ends_at: Temporal.Instant | null;
  network_id: string | null;
  station_id: string | null;
  grants_version: string | null;
}

/** A client with the hashes of its secrets. */
export interface FoundClient {
  readonly client: MachineClient;
  readonly secretHash: Buffer;
  /** Of the secret before, while it is good. */
  readonly oldSecretHash?: Buffer;
}

/** A manufacturer's client as it is shown. */
export interface KeptClient {
  readonly clientId: string;
  readonly name: string;
  readonly homeStationId: string;
  readonly createdAt: Temporal.Instant | null;
  readonly revokedAt: Temporal.Instant | null;
  readonly lastUsedAt: Temporal.Instant | null;
  readonly oldSecretEndsAt: Temporal.Instant | null;
  readonly oldSecretUsedAt: Temporal.Instant | null;
}

const KEPT = `
  select client_id as "clientId", name, home_station_id as "homeStationId", created_at as "createdAt",
    revoked_at as "revokedAt", last_used_at as "lastUsedAt", old_secret_ends_at as "oldSecretEndsAt",
    old_secret_used_at as "oldSecretUsedAt"
  from machine_client where kind = 'manufacturer'`;

/** What makes a client: its subject follows from its id. */
export interface NewClient {
  readonly clientId: string;
  readonly kind: MachineClient['kind'];
  readonly subject: string;
  readonly secretHash: Buffer;
  /** For people; services have none. */
  readonly name?: string;
  /** Network and station of a manufacturer's client. */
  readonly home?: { readonly networkId: string; readonly stationId: string };
}

@Injectable()
export class ClientRepository {
  /**
   * A client that is not revoked, whatever its network, and where it may act.
   * @param stationId the station asked for; undefined for the client's own
   */
  async search(tx: Tx, clientId: string, stationId?: string): Promise<FoundClient | undefined> {
    const row = await tx.first<ClientRow>(
      `select subject, kind, secret_hash, old_secret_hash, old_secret_ends_at, network_id, station_id, grants_version
       from search_machine_client($1, $2)`,
      [clientId, stationId ?? null],
    );
    if (row === undefined) return undefined;
    const { kind, subject, network_id: networkId, station_id, grants_version } = row;
    const { old_secret_hash: oldSecretHash, old_secret_ends_at: oldEndsAt } = row;
    const oldIsGood = oldSecretHash !== null && (oldEndsAt?.epochMilliseconds ?? 0) > tx.now.epochMilliseconds;
    const mayAct = networkId !== null && station_id !== null;
    return {
      client: {
        kind,
        subject,
        ...(mayAct && { place: { stationId: station_id, networkId, grantsVersion: Number(grants_version) } }),
      },
      secretHash: row.secret_hash,
      ...(oldIsGood && { oldSecretHash }),
    };
  }

  async serviceNames(tx: Tx): Promise<string[]> {
    const rows = await tx.rows<{ subject: string }>(
      `select subject from machine_client where kind = 'service' and revoked_at is null order by subject`,
    );
    return rows.map(({ subject }) => subject);
  }

  async insert(tx: Tx, { clientId, kind, subject, secretHash, name = '', home }: NewClient): Promise<void> {
    await tx.run(
      `insert into machine_client (client_id, subject, kind, network_id, home_station_id, secret_hash, name, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [clientId, subject, kind, home?.networkId ?? null, home?.stationId ?? null, secretHash, name, tx.now],
    );
  }

  /** @param old the one before, where it stays good for a while */
  async replaceSecret(
    tx: Tx,
    clientId: string,
    secretHash: Buffer,
    old?: { readonly hash: Buffer; readonly endsAt: Temporal.Instant },
  ): Promise<void> {
    await tx.run(
      `update machine_client set secret_hash = $2, old_secret_hash = $3, old_secret_ends_at = $4, old_secret_used_at = null
       where client_id = $1`,
      [clientId, secretHash, old?.hash ?? null, old?.endsAt ?? null],
    );
  }

  /** Manufacturers' clients of the network, by name. */
  ofNetwork(tx: Tx): Promise<KeptClient[]> {
    return tx.rows(`${KEPT} and network_id = $1 order by name, client_id`, [tx.scope.networkId]);
  }

  /** One of the network, that nobody else changes until the transaction ends. */
  lock(tx: Tx, clientId: string): Promise<KeptClient | undefined> {
    return tx.first(`${KEPT} and network_id = $1 and client_id = $2 for update`, [tx.scope.networkId, clientId]);
  }

  /** One of the network, that is not revoked until the transaction ends, unless it is already. */
  share(tx: Tx, clientId: string): Promise<KeptClient | undefined> {
    return tx.first(`${KEPT} and network_id = $1 and client_id = $2 for share`, [tx.scope.networkId, clientId]);
  }

  async revoke(tx: Tx, clientId: string): Promise<void> {
    await tx.run('update machine_client set revoked_at = $2 where client_id = $1', [clientId, tx.now]);
  }

  /** Notes that a client was here, once a minute at most. */
  async noteUse(tx: Tx, clientId: string, byOldSecret: boolean): Promise<void> {
    const column = byOldSecret ? 'old_secret_used_at' : 'last_used_at';
    await tx.run(
      `update machine_client set last_used_at = $2 ${byOldSecret ? ', old_secret_used_at = $2' : ''}
       where client_id = $1 and (${column} is null or ${column} < $2::timestamptz - interval '1 minute')`,
      [clientId, tx.now],
    );
  }
}
