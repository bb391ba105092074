import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import type { MachineClient } from './machine-client.js';

interface ClientRow {
  subject: string;
  kind: MachineClient['kind'];
  secret_hash: Buffer;
  network_id: string | null;
  station_id: string | null;
  grants_version: string | null;
}

/** What makes a client: its subject follows from its id. */
export interface NewClient {
  readonly clientId: string;
  readonly kind: MachineClient['kind'];
  readonly subject: string;
  readonly secretHash: Buffer;
  /** Network and station of a manufacturer's client. */
  readonly home?: { readonly networkId: string; readonly stationId: string };
}

@Injectable()
export class ClientRepository {
  /**
   * A client that is not revoked, whatever its network, and where it may act.
   * @param stationId the station asked for; undefined for the client's own
   */
  async search(
    tx: Tx,
    clientId: string,
    stationId?: string,
  ): Promise<{ client: MachineClient; secretHash: Buffer } | undefined> {
    const row = await tx.first<ClientRow>(
      `select subject, kind, secret_hash, network_id, station_id, grants_version from search_machine_client($1, $2)`,
      [clientId, stationId ?? null],
    );
    if (row === undefined) return undefined;
    const { kind, subject, network_id: networkId, station_id, grants_version } = row;
    const mayAct = networkId !== null && station_id !== null;
    return {
      client: {
        kind,
        subject,
        ...(mayAct && { place: { stationId: station_id, networkId, grantsVersion: Number(grants_version) } }),
      },
      secretHash: row.secret_hash,
    };
  }

  async serviceNames(tx: Tx): Promise<string[]> {
    const rows = await tx.rows<{ subject: string }>(
      `select subject from machine_client where kind = 'service' and revoked_at is null order by subject`,
    );
    return rows.map(({ subject }) => subject);
  }

  async insert(tx: Tx, { clientId, kind, subject, secretHash, home }: NewClient): Promise<void> {
    await tx.run(
      `insert into machine_client (client_id, subject, kind, network_id, home_station_id, secret_hash)
       values ($1, $2, $3, $4, $5, $6)`,
      [clientId, subject, kind, home?.networkId ?? null, home?.stationId ?? null, secretHash],
    );
  }

  async replaceSecret(tx: Tx, clientId: string, secretHash: Buffer): Promise<void> {
    await tx.run('update machine_client set secret_hash = $2 where client_id = $1', [clientId, secretHash]);
  }
}
