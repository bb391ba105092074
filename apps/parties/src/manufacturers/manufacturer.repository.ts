import type { Manufacturer } from '@navette/contracts/parties/v1/service';
import { isUuid } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { normalised } from '../parties/party.js';
import { manufacturerErrors } from './manufacturer.js';

const MANUFACTURER = `select id, version::text as version, alpha_code as "alphaCode", name,
    machine_client_id as "machineClientId", documentation_url as "documentationUrl" from manufacturer`;

/** A station's party of a manufacturer: in which version it is named after it, and which client it knows to stand for it. */
interface ListedParty {
  readonly id: string;
  readonly listedVersion: number | null;
  readonly clientId: string;
}

/** The network's list (PA-10), and which parties of a station are named after it. */
@Injectable()
export class ManufacturerRepository {
  /** Until this transaction ends, nobody else changes the list of the network or joins the stations that have it. */
  async lockList(tx: Tx): Promise<void> {
    await tx.rows(`select pg_advisory_xact_lock(hashtextextended('manufacturers/' || $1::uuid, 0))`, [
      tx.scope.networkId,
    ]);
  }

  all(tx: Tx): Promise<Manufacturer[]> {
    return tx.rows(`${MANUFACTURER} where network_id = $1 order by name_norm`, [tx.scope.networkId]);
  }

  async byId(tx: Tx, id: string): Promise<Manufacturer | undefined> {
    if (!isUuid(id)) return undefined;
    return tx.first(`${MANUFACTURER} where network_id = $1 and id = $2`, [tx.scope.networkId, id]);
  }

  /** The one that a party of the station stands for. */
  async ofParty(tx: Tx, partyId: string): Promise<Manufacturer | undefined> {
    return tx.first(
      `${MANUFACTURER} where network_id = $1
         and id = (select listed_id from party where station_id = $2 and id = $3)`,
      [tx.scope.networkId, tx.scope.stationId, partyId],
    );
  }

  /** The one for which a client stands. */
  async ofClient(tx: Tx, clientId: string): Promise<Manufacturer | undefined> {
    return tx.first(`${MANUFACTURER} where network_id = $1 and machine_client_id = $2 and $2 <> ''`, [
      tx.scope.networkId,
      clientId,
    ]);
  }

  /** Of a locked list. @throws DomainError `parties.manufacturer.client-taken` */
  async expectClientFree(tx: Tx, { id, machineClientId }: Manufacturer): Promise<void> {
    const other = await this.ofClient(tx, machineClientId);
    if (other !== undefined && other.id !== id)
      throw manufacturerErrors.error('manufacturer.client-taken', { name: other.name });
  }

  /** False where another one of the list has the code or, but for accents and case, the name. */
  async add(
    tx: Tx,
    { id, alphaCode, documentationUrl, machineClientId, name }: Omit<Manufacturer, 'version'>,
  ): Promise<boolean> {
    const added = await tx.run(
      `insert into manufacturer (network_id, id, version, alpha_code, name, name_norm, machine_client_id,
         documentation_url)
       values ($1, $2, 1, $3, $4, $5, $6, $7) on conflict do nothing`,
      [tx.scope.networkId, id, alphaCode, name, normalised(name), machineClientId, documentationUrl],
    );
    return added === 1;
  }

  /** Of a locked list. False where another one has the code or the name. */
  async change(
    tx: Tx,
    { id, alphaCode, documentationUrl, machineClientId, name }: Omit<Manufacturer, 'version'>,
  ): Promise<boolean> {
    const changed = await tx.run(
      `update manufacturer set alpha_code = $3, name = $4, name_norm = $5, machine_client_id = $6,
         documentation_url = $7, version = version + 1
       where network_id = $1 and id = $2 and not exists (
         select from manufacturer where network_id = $1 and id <> $2 and (alpha_code = $3 or name_norm = $5))`,
      [tx.scope.networkId, id, alphaCode, name, normalised(name), machineClientId, documentationUrl],
    );
    return changed === 1;
  }

  /** Of a locked list. */
  async remove(tx: Tx, id: string): Promise<void> {
    await tx.run('delete from manufacturer where network_id = $1 and id = $2', [tx.scope.networkId, id]);
  }

  /** Whether it is on the list, and stays there until this transaction ends. */
  async holdListed(tx: Tx, id: string): Promise<boolean> {
    const row = await tx.first('select from manufacturer where network_id = $1 and id = $2 for key share', [
      tx.scope.networkId,
      id,
    ]);
    return row !== undefined;
  }

  /** Stations that have, or will have, a party of each manufacturer. */
  async stations(tx: Tx): Promise<string[]> {
    const rows = await tx.rows<{ station: string }>('select station from network_member where network_id = $1', [
      tx.scope.networkId,
    ]);
    return rows.map(({ station }) => station);
  }

  /** Adds the station of the transaction; false where it was there. */
  async join(tx: Tx): Promise<boolean> {
    const { networkId, stationId } = tx.scope;
    const joined = await tx.run(
      'insert into network_member (network_id, station) values ($1, $2) on conflict do nothing',
      [networkId, stationId],
    );
    return joined === 1;
  }

  /** The station's party of a manufacturer, else one of that name that it made by hand; locked. */
  async partyOf(tx: Tx, { id, name }: Manufacturer): Promise<ListedParty | undefined> {
    return tx.first(
      `select id, listed_version as "listedVersion", listed_client_id as "clientId" from party
       where station_id = $1 and merged_into is null and erased_at is null
         and (listed_id = $2 or (listed_id is null and name_norm = $3 and 'manufacturer' = any (kinds)))
       order by listed_id nulls last, id limit 1 for update`,
      [tx.scope.stationId, id, normalised(name)],
    );
  }

  /** Names a locked party after a manufacturer of the list. */
  async setListed(tx: Tx, partyId: string, { id, machineClientId, version }: Manufacturer): Promise<void> {
    await tx.run(
      `update party set listed_id = $3, listed_version = $4, listed_client_id = $5, source = 'system'
       where station_id = $1 and id = $2`,
      [tx.scope.stationId, partyId, id, version, machineClientId],
    );
  }

  /** The station's party of a manufacturer is named after it no longer, with the client that stood for it; undefined where there is none. */
  async release(
    tx: Tx,
    manufacturerId: string,
  ): Promise<{ id: string; version: number; clientId: string } | undefined> {
    return tx.first(
      `update party p set listed_id = null, listed_version = null, listed_client_id = '', source = 'by_hand',
         version = p.version + 1, updated_at = $3
       from (select station_id, id, listed_client_id from party where station_id = $1 and listed_id = $2 for update) was
       where p.station_id = was.station_id and p.id = was.id
       returning p.id, p.version, was.listed_client_id as "clientId"`,
      [tx.scope.stationId, manufacturerId, tx.now],
    );
  }
}
